//! A proxy for plaintext IMAP on loopback that strikes at a chosen step.
//!
//! It cuts both directions into units: a line, or the literal that a line
//! announced. The triggers are a sequence: each waits until the one before it
//! has fired, and fires once. So "after the draft has left, before the server's
//! OK comes back" is `[Trigger::client("APPEND", ..), Trigger::server("OK", ..)]`.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use super::imap::announced_literal;
use super::process::Victim;
use super::{PATIENCE, eventually};

/// Who sends a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Client,
    Server,
}

/// Whether the unit has already been passed on when the trigger strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    BeforeForward,
    AfterForward,
}

/// What a trigger does.
pub enum Action {
    /// Nothing: only a step on the way to the next trigger.
    Note,
    /// SIGKILLs the client and closes the connection on both sides.
    Kill(Victim),
    /// Closes the connection on both sides.
    Cut,
    /// Keeps this and all that follows in its direction until the gate opens.
    Hold(Gate),
    /// Passes these bytes on: before, in place of the unit (none swallow it);
    /// after, behind it.
    Replace(Vec<u8>),
    /// Runs a piece of the test.
    Call(Box<dyn FnMut() + Send>),
}

/// One strike.
pub struct Trigger {
    pub side: Side,
    /// What the unit must contain; an empty pattern fits every unit.
    pub pattern: Vec<u8>,
    pub when: When,
    pub action: Action,
}

impl Trigger {
    pub fn client(pattern: &str, when: When, action: Action) -> Self {
        Self::on(Side::Client, pattern, when, action)
    }

    pub fn server(pattern: &str, when: When, action: Action) -> Self {
        Self::on(Side::Server, pattern, when, action)
    }

    fn on(side: Side, pattern: &str, when: When, action: Action) -> Self {
        Self {
            side,
            pattern: pattern.as_bytes().to_vec(),
            when,
            action,
        }
    }
}

/// A gate that is shut until the test opens it.
#[derive(Clone, Default)]
pub struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    pub fn open(&self) {
        let (open, opened) = &*self.0;
        *open.lock().expect("nobody panicked with the gate") = true;
        opened.notify_all();
    }

    fn pass(&self) {
        let (open, opened) = &*self.0;
        let open = open.lock().expect("nobody panicked with the gate");
        let _ = opened.wait_timeout_while(open, PATIENCE, |open| !*open);
    }
}

/// A running proxy.
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    target: u16,
    triggers: Mutex<VecDeque<Trigger>>,
    fired: AtomicUsize,
    connections: AtomicUsize,
    refusing: AtomicBool,
    stopping: AtomicBool,
    seen: Mutex<Vec<(Side, String)>>,
    open: Mutex<Vec<TcpStream>>,
}

/// What becomes of a connection after a unit.
enum Flow {
    GoOn,
    End,
}

impl Proxy {
    /// Listens on a free port and passes on to `target` of 127.0.0.1.
    pub fn start(target: u16, triggers: Vec<Trigger>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let shared = Arc::new(Shared {
            target,
            triggers: Mutex::new(triggers.into()),
            fired: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
            refusing: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            seen: Mutex::new(Vec::new()),
            open: Mutex::new(Vec::new()),
        });
        let accepting = shared.clone();
        thread::spawn(move || accept(&listener, &accepting));
        Self { port, shared }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Adds a trigger at the end of the sequence.
    pub fn then(&self, trigger: Trigger) {
        self.shared
            .triggers
            .lock()
            .expect("no trigger panicked")
            .push_back(trigger);
    }

    /// How many triggers have fired.
    pub fn fired(&self) -> usize {
        self.shared.fired.load(Ordering::SeqCst)
    }

    /// Waits until `count` triggers have fired.
    #[track_caller]
    pub fn wait_fired(&self, count: usize) {
        eventually("the proxy's triggers", || self.fired() >= count);
    }

    /// How many connections were taken so far.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// From now on each new connection is closed at once, until [`Proxy::admit`].
    pub fn refuse(&self) {
        self.shared.refusing.store(true, Ordering::SeqCst);
    }

    /// New connections pass again.
    pub fn admit(&self) {
        self.shared.refusing.store(false, Ordering::SeqCst);
    }

    /// Closes every open connection now.
    pub fn cut_all(&self) {
        let mut open = self.shared.open.lock().expect("no connection panicked");
        for stream in open.drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// All that one side has said, unit by unit, whether or not it was passed on.
    pub fn said(&self, side: Side) -> Vec<String> {
        let seen = self.shared.seen.lock().expect("no connection panicked");
        seen.iter()
            .filter(|(by, _)| *by == side)
            .map(|(_, unit)| unit.clone())
            .collect()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        self.cut_all();
        // Wakes the listener, so that it sees the flag.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for client in listener.incoming() {
        if shared.stopping.load(Ordering::SeqCst) {
            return;
        }
        let Ok(client) = client else { continue };
        shared.connections.fetch_add(1, Ordering::SeqCst);
        if shared.refusing.load(Ordering::SeqCst) {
            continue;
        }
        // A server that is away closes the connection, as a real network does.
        if let Ok(server) = TcpStream::connect(("127.0.0.1", shared.target)) {
            connect(&client, &server, shared);
        }
    }
}

fn connect(client: &TcpStream, server: &TcpStream, shared: &Arc<Shared>) {
    let own = |stream: &TcpStream| stream.try_clone().expect("a socket has room for one more");
    for stream in [client, server] {
        let _ = stream.set_nodelay(true);
        let mut open = shared.open.lock().expect("no connection panicked");
        open.push(own(stream));
    }
    for (side, from, to) in [
        (Side::Client, own(client), own(server)),
        (Side::Server, own(server), own(client)),
    ] {
        let shared = shared.clone();
        thread::spawn(move || pump(side, from, to, &shared));
    }
}

/// Passes on unit by unit until one side is done.
fn pump(side: Side, from: TcpStream, mut to: TcpStream, shared: &Shared) {
    let mut from = BufReader::new(from);
    let mut literal = None;
    while let Some(unit) = next_unit(&mut from, &mut literal) {
        shared
            .seen
            .lock()
            .expect("no connection panicked")
            .push((side, String::from_utf8_lossy(&unit).into_owned()));
        if let Flow::End = pass_on(side, unit, &mut to, shared) {
            let _ = to.shutdown(Shutdown::Both);
            let _ = from.get_ref().shutdown(Shutdown::Both);
            return;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

fn next_unit(from: &mut impl BufRead, literal: &mut Option<usize>) -> Option<Vec<u8>> {
    if let Some(size) = literal.take() {
        let mut unit = vec![0; size];
        from.read_exact(&mut unit).ok()?;
        return Some(unit);
    }
    let mut unit = Vec::new();
    from.read_until(b'\n', &mut unit).ok()?;
    let text = String::from_utf8_lossy(&unit);
    *literal = announced_literal(text.trim_end()).map(|(_, size)| size);
    (!unit.is_empty()).then_some(unit)
}

fn pass_on(side: Side, mut unit: Vec<u8>, to: &mut TcpStream, shared: &Shared) -> Flow {
    let Some(mut trigger) = shared.take_trigger(side, &unit) else {
        return forward(&unit, to);
    };
    if trigger.when == When::AfterForward {
        if let Flow::End = forward(&unit, to) {
            return Flow::End;
        }
        unit.clear();
    }
    let flow = match &mut trigger.action {
        Action::Note => forward(&unit, to),
        Action::Kill(victim) => {
            victim.kill();
            Flow::End
        }
        Action::Cut => Flow::End,
        Action::Hold(gate) => {
            // Counted before it waits, so that a test can wait for the hold itself.
            shared.fired.fetch_add(1, Ordering::SeqCst);
            gate.pass();
            return forward(&unit, to);
        }
        Action::Replace(bytes) => forward(bytes, to),
        Action::Call(call) => {
            call();
            forward(&unit, to)
        }
    };
    shared.fired.fetch_add(1, Ordering::SeqCst);
    flow
}

fn forward(unit: &[u8], to: &mut TcpStream) -> Flow {
    match to.write_all(unit) {
        Ok(()) => Flow::GoOn,
        Err(_) => Flow::End,
    }
}

impl Shared {
    fn take_trigger(&self, side: Side, unit: &[u8]) -> Option<Trigger> {
        let mut triggers = self.triggers.lock().expect("no trigger panicked");
        let next = triggers.front()?;
        let fits = next.side == side && contains(unit, &next.pattern);
        if fits { triggers.pop_front() } else { None }
    }
}

fn contains(unit: &[u8], pattern: &[u8]) -> bool {
    pattern.is_empty() || unit.windows(pattern.len()).any(|part| part == pattern)
}
