//! The thread that owns the connection.

use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::error::{DbError, LedgerError};

/// Work for the connection. It sends its answer itself.
type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// A handle on the thread; the thread ends with the last of them.
#[derive(Debug, Clone)]
pub(super) struct Worker {
    running: Arc<Running>,
    path: Arc<Path>,
}

/// The thread. Dropping it waits until the connection is closed: only then is
/// the write-ahead log, with the drafts that have passed through it, gone.
#[derive(Debug)]
struct Running {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // A panic in there was told by the hook already.
            let _ = thread.join();
        }
    }
}

impl Worker {
    /// Gives `connection` a thread of its own.
    pub(super) fn start(path: &Path, mut connection: Connection) -> Result<Self, LedgerError> {
        let (jobs, work) = mpsc::channel::<Job>();
        let thread = thread::Builder::new()
            .name("ledger".to_owned())
            .stack_size(512 * 1024)
            .spawn(move || {
                for job in work {
                    job(&mut connection);
                }
            })
            .map_err(|source| LedgerError::Thread { source })?;
        Ok(Self {
            running: Arc::new(Running {
                jobs: Some(jobs),
                thread: Some(thread),
            }),
            path: path.into(),
        })
    }

    /// Runs `read` in a transaction, so that it sees one state of the ledger.
    pub(super) async fn read<T, F>(&self, read: F) -> Result<T, LedgerError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, DbError> + Send + 'static,
    {
        self.run(|db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Deferred)?;
            read(&transaction)
        })
        .await
    }

    /// Runs `write` in a transaction that is on the disk when this returns, or
    /// has left no trace.
    pub(super) async fn write<T, F>(&self, write: F) -> Result<T, LedgerError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, DbError> + Send + 'static,
    {
        self.run(|db| commit(db, write)).await
    }

    /// Like [`Self::write`], but a power failure may take it back.
    pub(super) async fn write_relaxed<T, F>(&self, write: F) -> Result<T, LedgerError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, DbError> + Send + 'static,
    {
        self.run(|db| {
            db.pragma_update(None, "synchronous", "NORMAL")?;
            let result = commit(db, write);
            db.pragma_update(None, "synchronous", "FULL")?;
            result
        })
        .await
    }

    async fn run<T, F>(&self, work: F) -> Result<T, LedgerError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, DbError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |db| {
            // Nobody may be left to hear the answer; the work is done all the same.
            let _ = answer.send(work(db));
        });
        let stopped = || LedgerError::Stopped {
            path: self.path.to_path_buf(),
        };
        let jobs = self.running.jobs.as_ref().ok_or_else(stopped)?;
        jobs.send(job).map_err(|_| stopped())?;
        let result = answered.await.map_err(|_| stopped())?;
        result.map_err(|error| error.at(&self.path))
    }
}

fn commit<T>(
    db: &mut Connection,
    write: impl FnOnce(&Transaction<'_>) -> Result<T, DbError>,
) -> Result<T, DbError> {
    // Immediate: a transaction that began by reading could not wait for another writer.
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = write(&transaction)?;
    transaction.commit()?;
    Ok(value)
}
