//! A real Dovecot (Debian: dovecot-imapd) as a child process: its own folder,
//! its own ports, its own certificate authority, for one test.
//!
//! Its login process refuses to run as root, so under root everything of it
//! runs as `nobody`; an ordinary user runs it as himself.

use std::fs;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

use super::imap::Client;
use super::process::send_signal;
use super::{PATIENCE, certificates, free_port, wait_until};

/// The users of every instance: name, password, identity.
const USERS: [(&str, &str, &str); 2] = [
    ("ann", "annpass", "Ann Example"),
    ("bob", "bobpass", "Bob Example"),
];

/// A free port may be taken before Dovecot binds it; then other ports are tried.
const ATTEMPTS: usize = 5;

/// How a server differs from the ordinary one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DovecotOptions {
    pub drafts: Drafts,
    pub storage: Storage,
    pub idle: Idle,
    /// The most that all mailboxes but INBOX may hold together, in KiB.
    pub quota_kib: Option<u32>,
    /// More lines for dovecot.conf, for what has no option here.
    pub settings: String,
}

/// Which mailbox is there for drafts; names in UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drafts {
    /// One that the server marks as `\Drafts`.
    Marked(&'static str),
    /// One that only its name gives away.
    Unmarked(&'static str),
    Absent,
}

/// How the server keeps mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    Maildir,
    Sdbox,
}

/// Whether the server offers IDLE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    Offered,
    Hidden,
}

/// How a configuration reaches the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    Tls,
    StartTls,
    Plaintext,
}

impl Default for DovecotOptions {
    fn default() -> Self {
        Self {
            drafts: Drafts::Marked("Drafts"),
            storage: Storage::Maildir,
            idle: Idle::Offered,
            quota_kib: None,
            settings: String::new(),
        }
    }
}

/// A running server. Dropping it stops it and takes its folder away.
///
/// Start it in the thread of the test: it is told to stop when that thread
/// ends, so that not even a killed test run leaves a server behind.
pub struct Dovecot {
    child: Child,
    owner: Owner,
    /// What the server owns: settings, mail, logs.
    server: TempDir,
    /// What its clients own: the authority's certificate, passwords.
    client: TempDir,
    imap_port: u16,
    imaps_port: u16,
    storage: Storage,
    delivered: AtomicU32,
}

/// Who runs the server.
#[derive(Debug, Clone)]
struct Owner {
    user: String,
    group: String,
    uid: u32,
    gid: u32,
}

impl Dovecot {
    /// The ordinary server.
    pub fn start() -> Self {
        Self::with(&DovecotOptions::default())
    }

    /// A server of another kind.
    pub fn with(options: &DovecotOptions) -> Self {
        let owner = Owner::find();
        for _ in 1..ATTEMPTS {
            match Self::try_start(options, &owner) {
                Ok(server) => return server,
                Err(log) if log.contains("Address already in use") => {}
                Err(log) => panic!("dovecot did not start:\n{log}"),
            }
        }
        panic!("every free port was taken before dovecot could bind it");
    }

    fn try_start(options: &DovecotOptions, owner: &Owner) -> Result<Self, String> {
        let server = tempfile::tempdir().expect("a temporary folder can be made");
        let client = tempfile::tempdir().expect("a temporary folder can be made");
        let (imap_port, imaps_port) = (free_port(), free_port());
        write_certificates(server.path(), client.path());
        write_users(server.path(), options.storage);
        write_passwords(client.path());
        fs::write(
            server.path().join("dovecot.conf"),
            settings(options, owner, server.path(), imap_port, imaps_port),
        )
        .expect("the temporary folder can be written");
        give_away(server.path(), owner);

        let mut started = Self {
            child: spawn(owner, server.path()),
            owner: owner.clone(),
            server,
            client,
            imap_port,
            imaps_port,
            storage: options.storage,
            delivered: AtomicU32::new(0),
        };
        let mut exited = false;
        let answered = wait_until(PATIENCE, || {
            exited = matches!(started.child.try_wait(), Ok(Some(_)));
            exited || started.greets()
        });
        if answered && !exited {
            Ok(started)
        } else {
            Err(started.log())
        }
    }

    /// The port for plaintext and STARTTLS.
    pub fn imap_port(&self) -> u16 {
        self.imap_port
    }

    /// The port for TLS from the first byte.
    pub fn imaps_port(&self) -> u16 {
        self.imaps_port
    }

    /// The certificate that a client must trust (PEM).
    pub fn ca_file(&self) -> PathBuf {
        self.client.path().join("ca.pem")
    }

    /// The file with the user's password, mode 0600.
    pub fn password_file(&self, user: &str) -> PathBuf {
        self.client.path().join(format!("{user}.password"))
    }

    /// What the server wrote to its log.
    pub fn log(&self) -> String {
        fs::read(self.server.path().join("dovecot.log"))
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }

    /// A plaintext connection, logged in.
    pub fn connect(&self, user: &str) -> Client {
        Client::login(self.imap_port, user, password(user))
    }

    /// Puts a mail into the user's INBOX by APPEND; its uid.
    pub fn deliver(&self, user: &str, raw: &[u8]) -> u32 {
        self.connect(user).append("INBOX", "", raw)
    }

    /// [`Dovecot::deliver`] with an INTERNALDATE such as `16-Nov-2026 09:30:00 +0000`.
    pub fn deliver_dated(&self, user: &str, internal_date: &str, raw: &[u8]) -> u32 {
        self.connect(user)
            .try_append("INBOX", "", Some(internal_date), raw)
            .expect("INBOX takes every mail")
    }

    /// Puts a mail into the user's INBOX as a delivery agent does, by a rename into `new/`.
    pub fn deliver_file(&self, user: &str, raw: &[u8]) {
        assert_eq!(self.storage, Storage::Maildir, "sdbox has no new/");
        let maildir = self.maildir(user);
        let count = self.delivered.fetch_add(1, Ordering::Relaxed);
        let name = format!("{count}.{}.test", std::process::id());
        let written = maildir.join("tmp").join(&name);
        fs::write(&written, raw).expect("tmp/ can be written");
        chown(&written, Some(self.owner.uid), Some(self.owner.gid)).expect("the owner is known");
        fs::rename(&written, maildir.join("new").join(&name)).expect("new/ can be written");
    }

    /// The user's INBOX on disk.
    pub fn maildir(&self, user: &str) -> PathBuf {
        self.server.path().join("mail").join(user).join("Maildir")
    }

    /// A configuration for the user's mailbox over TLS; append `[watch]` or `[draft]` to it.
    pub fn config_toml(&self, user: &str) -> String {
        self.config_toml_by(user, Security::Tls, self.imaps_port)
    }

    /// A configuration that goes another way, such as through a proxy on `port`.
    pub fn config_toml_by(&self, user: &str, security: Security, port: u16) -> String {
        let name = USERS
            .iter()
            .find(|(known, ..)| *known == user)
            .map_or(user, |(.., name)| name);
        let password_file = self.password_file(user);
        let password_file = password_file.display();
        let ca_file = self.ca_file();
        let (word, host, trust) = match security {
            Security::Tls => (
                "tls",
                "localhost",
                format!("ca_file = \"{}\"\n", ca_file.display()),
            ),
            Security::StartTls => (
                "starttls",
                "localhost",
                format!("ca_file = \"{}\"\n", ca_file.display()),
            ),
            Security::Plaintext => ("plaintext", "127.0.0.1", String::new()),
        };
        format!(
            "[identity]\n\
             name = \"{name}\"\n\
             address = \"{user}@example.org\"\n\
             \n\
             [imap]\n\
             host = \"{host}\"\n\
             port = {port}\n\
             security = \"{word}\"\n\
             user = \"{user}\"\n\
             password_file = \"{password_file}\"\n\
             {trust}\
             \n"
        )
    }

    /// Only this very server greets with the name of its folder; another may
    /// have taken the port.
    fn greets(&self) -> bool {
        use std::io::Read;
        let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", self.imap_port)) else {
            return false;
        };
        let _ = stream.set_read_timeout(Some(PATIENCE));
        let mut greeting = [0; 1024];
        let size = stream.read(&mut greeting).unwrap_or(0);
        String::from_utf8_lossy(&greeting[..size]).contains(&greeting_of(self.server.path()))
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        let pid = self.child.id();
        send_signal(pid, "TERM");
        // The master dismisses its children and then waits a second for the
        // one that writes the log; that one leaves by itself once it is alone.
        let _ = wait_until(PATIENCE, || children(pid) <= 1);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn children(pid: u32) -> usize {
    fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"))
        .map_or(0, |pids| pids.split_whitespace().count())
}

impl Owner {
    fn find() -> Self {
        let me = fs::metadata("/proc/self").expect("/proc is mounted");
        if me.uid() == 0 {
            let (uid, gid) = account("nobody").expect("every Debian has the user nobody");
            return Self::named("nobody", uid, gid);
        }
        let user = user_name(me.uid()).expect("dovecot needs a user that /etc/passwd knows");
        Self::named(&user, me.uid(), me.gid())
    }

    fn named(user: &str, uid: u32, gid: u32) -> Self {
        let group = group_name(gid).expect("dovecot needs a group that /etc/group knows");
        Self {
            user: user.to_owned(),
            group,
            uid,
            gid,
        }
    }
}

fn password(user: &str) -> &'static str {
    USERS
        .iter()
        .find(|(known, ..)| *known == user)
        .map(|(_, password, _)| *password)
        .expect("the user is ann or bob")
}

fn greeting_of(folder: &Path) -> String {
    format!("{} is ready", folder.display())
}

/// Dovecot in the foreground under its owner; the kernel ends it should the test's thread end first.
fn spawn(owner: &Owner, folder: &Path) -> Child {
    let mut command = Command::new("setpriv");
    command.arg("--pdeathsig=TERM");
    if fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0) {
        command
            .arg(format!("--reuid={}", owner.uid))
            .arg(format!("--regid={}", owner.gid))
            .arg("--clear-groups");
    }
    let program = ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot"]
        .into_iter()
        .find(|path| Path::new(path).exists())
        .expect("dovecot is installed (Debian: apt-get install dovecot-imapd; tests/run does it)");
    command
        .arg(program)
        .arg("-F")
        .arg("-c")
        .arg(folder.join("dovecot.conf"))
        .env("HOME", folder)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("setpriv is installed (Debian: util-linux)")
}

fn write_certificates(server: &Path, client: &Path) {
    let made = certificates::generate();
    write_private(&server.join("server.pem"), &made.server);
    write_private(&server.join("server.key"), &made.server_key);
    write_private(&client.join("ca.pem"), &made.authority);
}

fn write_users(server: &Path, storage: Storage) {
    let mut users = String::new();
    for (user, password, _) in USERS {
        users.push_str(&format!("{user}:{{PLAIN}}{password}\n"));
        let home = server.join("mail").join(user);
        fs::create_dir_all(&home).expect("the temporary folder can be written");
        if storage == Storage::Maildir {
            for part in ["cur", "new", "tmp"] {
                fs::create_dir_all(home.join("Maildir").join(part))
                    .expect("the temporary folder can be written");
            }
        }
    }
    write_private(&server.join("users"), &users);
}

fn write_passwords(client: &Path) {
    for (user, password, _) in USERS {
        let path = client.join(format!("{user}.password"));
        write_private(&path, &format!("{password}\n"));
    }
}

fn write_private(path: &Path, text: &str) {
    use std::io::Write;
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .expect("the temporary folder can be written");
}

fn give_away(path: &Path, owner: &Owner) {
    chown(path, Some(owner.uid), Some(owner.gid)).expect("only root gives files away");
    if !path.is_dir() {
        return;
    }
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).expect("the folder is ours");
    for entry in fs::read_dir(path).expect("the folder can be read") {
        give_away(&entry.expect("the folder can be read").path(), owner);
    }
}

fn settings(
    options: &DovecotOptions,
    owner: &Owner,
    folder: &Path,
    imap_port: u16,
    imaps_port: u16,
) -> String {
    let folder_text = folder.display();
    let Owner { user, group, .. } = owner;
    let location = match options.storage {
        Storage::Maildir => "maildir:~/Maildir",
        Storage::Sdbox => "sdbox:~/sdbox",
    };
    let mut text = format!(
        "base_dir = {folder_text}/run\n\
         state_dir = {folder_text}/state\n\
         log_path = {folder_text}/dovecot.log\n\
         instance_name = test-{imap_port}\n\
         protocols = imap\n\
         listen = 127.0.0.1\n\
         login_greeting = {greeting}\n\
         default_internal_user = {user}\n\
         default_internal_group = {group}\n\
         default_login_user = {user}\n\
         first_valid_uid = 0\n\
         first_valid_gid = 0\n\
         ssl = yes\n\
         ssl_cert = <{folder_text}/server.pem\n\
         ssl_key = <{folder_text}/server.key\n\
         disable_plaintext_auth = no\n\
         auth_mechanisms = plain login\n\
         auth_failure_delay = 0\n\
         mail_max_userip_connections = 100\n\
         mail_location = {location}\n\
         passdb {{\n driver = passwd-file\n args = username_format=%n {folder_text}/users\n}}\n\
         userdb {{\n driver = static\n args = uid={user} gid={group} home={folder_text}/mail/%n\n}}\n\
         service imap-login {{\n chroot =\n\
         inet_listener imap {{\n port = {imap_port}\n}}\n\
         inet_listener imaps {{\n port = {imaps_port}\n ssl = yes\n}}\n}}\n\
         service stats {{\n chroot =\n}}\n\
         # Without this a login that follows a refused one waits for seconds.\n\
         service anvil {{\n chroot =\n unix_listener anvil-auth-penalty {{\n mode = 0\n}}\n}}\n",
        greeting = greeting_of(folder),
    );
    text.push_str(&mailboxes(&options.drafts));
    if options.idle == Idle::Hidden {
        text.push_str("imap_capability = IMAP4rev1 LITERAL+ SASL-IR ENABLE UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED SPECIAL-USE ID\n");
    }
    if let Some(limit) = options.quota_kib {
        text.push_str(&quota(limit));
    }
    text.push_str(&options.settings);
    text.push('\n');
    text
}

fn mailboxes(drafts: &Drafts) -> String {
    let mut text = String::from("namespace inbox {\n inbox = yes\n separator = /\n");
    for name in ["Sent", "Trash", "Junk", "Archive"] {
        text.push_str(&mailbox(name, &format!("special_use = \\{name}")));
    }
    match drafts {
        Drafts::Marked(name) => text.push_str(&mailbox(name, "special_use = \\Drafts")),
        Drafts::Unmarked(name) => text.push_str(&mailbox(name, "")),
        Drafts::Absent => {}
    }
    text.push_str("}\n");
    text
}

fn mailbox(name: &str, mark: &str) -> String {
    format!("mailbox \"{name}\" {{\n auto = subscribe\n {mark}\n}}\n")
}

/// INBOX stays free, so that a test can deliver what the server then has no room to answer.
fn quota(limit_kib: u32) -> String {
    format!(
        "mail_plugins = quota\n\
         protocol imap {{\n mail_plugins = quota imap_quota\n}}\n\
         plugin {{\n quota = count:all\n quota_vsizes = yes\n\
         quota_rule = *:storage={limit_kib}K\n quota_rule2 = INBOX:ignore\n\
         quota_grace = 0\n}}\n"
    )
}

fn account(name: &str) -> Option<(u32, u32)> {
    lines_of("/etc/passwd")
        .into_iter()
        .find(|fields| fields.first().is_some_and(|user| user == name))
        .and_then(|fields| Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?)))
}

fn user_name(uid: u32) -> Option<String> {
    name_of("/etc/passwd", uid)
}

fn group_name(gid: u32) -> Option<String> {
    name_of("/etc/group", gid)
}

fn name_of(file: &str, id: u32) -> Option<String> {
    lines_of(file)
        .into_iter()
        .find(|fields| fields.get(2).is_some_and(|field| *field == id.to_string()))
        .and_then(|fields| fields.first().cloned())
}

fn lines_of(file: &str) -> Vec<Vec<String>> {
    fs::read_to_string(file)
        .unwrap_or_default()
        .lines()
        .map(|line| line.split(':').map(str::to_owned).collect())
        .collect()
}
