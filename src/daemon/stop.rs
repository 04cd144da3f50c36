//! The wish to stop, seen by every task.

use tokio::sync::watch;

/// Tells all tasks to stop.
#[derive(Debug)]
pub(super) struct Stopper(watch::Sender<bool>);

/// Sees the wish to stop.
#[derive(Debug, Clone)]
pub(super) struct Stop(watch::Receiver<bool>);

/// A linked pair.
pub(super) fn stopper() -> (Stopper, Stop) {
    let (sender, receiver) = watch::channel(false);
    (Stopper(sender), Stop(receiver))
}

impl Stopper {
    pub(super) fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Returns once a stop is wanted, at once where it was before.
    pub(super) async fn wanted(&mut self) {
        // An error means that the stopper is gone, which is a stop as well.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}
