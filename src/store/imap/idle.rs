//! Waiting for news (RFC 2177).

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use super::error::ImapError;
use super::exchange::Exchange;

/// How long the server may take to let us idle.
const BEGIN: Duration = Duration::from_secs(30);
/// How long it may take to answer DONE. Beyond it the connection is dead.
const END: Duration = Duration::from_secs(15);
/// Silence after which the connection is proved by ending the IDLE. Many
/// servers send a keepalive every two minutes; those of a dead one stop.
const STALL: Duration = Duration::from_secs(5 * 60);
/// The longest IDLE whatever the server sends. RFC 2177 asks for less than 29
/// minutes; Gmail is said to forget clients after ten.
const DEADLINE: Duration = Duration::from_secs(9 * 60);

/// Why an IDLE ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Idled<W> {
    /// The server announced a message.
    News,
    /// Nothing happened for as long as one should wait; the connection answered.
    Quiet,
    /// The caller's own event came first.
    Woken(W),
}

/// Idles on the selected mailbox until news, a limit, or `wake`. The
/// connection has answered when this returns, whatever the outcome.
pub(super) async fn idle<W>(
    exchange: &mut Exchange,
    wake: impl Future<Output = W>,
) -> Result<Idled<W>, ImapError> {
    let name = "IDLE";
    let tag = exchange.send(name, "IDLE").await?;
    exchange.wait_for_continuation(name, &tag, BEGIN).await?;
    let outcome = match exchange.news {
        true => Idled::News,
        false => wait(exchange, wake).await?,
    };
    exchange.write_line(name, "DONE").await?;
    exchange.finish(name, &tag, END, &mut |_| ()).await?;
    Ok(outcome)
}

async fn wait<W>(
    exchange: &mut Exchange,
    wake: impl Future<Output = W>,
) -> Result<Idled<W>, ImapError> {
    let deadline = Instant::now() + DEADLINE;
    let mut wake = pin!(wake);
    loop {
        let limit = deadline.min(Instant::now() + STALL);
        tokio::select! {
            biased;
            woken = &mut wake => return Ok(Idled::Woken(woken)),
            read = timeout_at(limit, exchange.next("IDLE")) => match read {
                Err(_) => return Ok(Idled::Quiet),
                Ok(Err(error)) => return Err(error),
                Ok(Ok(())) if exchange.news => return Ok(Idled::News),
                Ok(Ok(())) => (),
            },
            // A flood of keepalives must not outlast the deadline.
            () = sleep_until(deadline) => return Ok(Idled::Quiet),
        }
    }
}
