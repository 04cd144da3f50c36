//! demo
use super::Exit;
use clap::Args;
/// Show.
#[derive(Debug, Args)]
pub(super) struct DemoArgs {}
pub(super) async fn demo(_args: &DemoArgs) -> Exit {
    Exit::Done
}
