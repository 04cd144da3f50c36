"""A private Dovecot over a given mail folder, for one run of a bench."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from pathlib import Path

DOVECOT = "/usr/sbin/dovecot"
PATIENCE = 30.0  # seconds

SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
instance_name = bench-{plain_port}
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 0
first_valid_gid = 0
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
disable_plaintext_auth = no
auth_mechanisms = plain
mail_location = maildir:~/Maildir
passdb {{
  driver = passwd-file
  args = username_format=%n {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={mail}/%n
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Drafts {{
    auto = subscribe
    special_use = \\Drafts
  }}
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""


class Dovecot:
    """The server; mail of user `ann` lies in `mail/ann/Maildir`."""

    def __init__(self, work: Path, mail: Path):
        self.folder = work / "server"
        self.mail = mail
        self.plain_port, self.tls_port = free_ports(2)
        self.user, self.group = owner()
        self.process = None

    def __enter__(self):
        self.folder.mkdir(parents=True)
        self._certify()
        (self.folder / "users").write_text("ann:{PLAIN}annpass\n")
        (self.folder / "dovecot.conf").write_text(SETTINGS.format(
            folder=self.folder, mail=self.mail, user=self.user, group=self.group,
            plain_port=self.plain_port, tls_port=self.tls_port))
        command = [DOVECOT, "-F", "-c", str(self.folder / "dovecot.conf")]
        if os.geteuid() == 0:
            # Dovecot's login process refuses to run as root.
            give_away(self.folder, self.user)
            give_away(self.mail, self.user)
            command = ["setpriv", f"--reuid={self.user}", f"--regid={self.group}",
                       "--clear-groups", *command]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        self._wait_for_greeting()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def write_config(self, folder: Path, tls: bool) -> Path:
        """A configuration for the program; a client's files are not the server's."""
        folder.mkdir(parents=True, exist_ok=True)
        authority = folder / "ca.pem"
        authority.write_bytes(self.authority)
        password = folder / "password"
        password.write_text("annpass\n")
        password.chmod(0o600)
        how = (f'host = "localhost"\nport = {self.tls_port}\nsecurity = "tls"\n'
               f'ca_file = "{authority}"\n' if tls else
               f'host = "127.0.0.1"\nport = {self.plain_port}\nsecurity = "plaintext"\n')
        config = folder / "ann.toml"
        config.write_text(
            '[identity]\nname = "Ann Example"\naddress = "ann@example.org"\n\n'
            f'[imap]\n{how}user = "ann"\npassword_file = "{password}"\n')
        return config

    def _certify(self):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "2", "-subj", "/CN=bench authority",
             "-addext", "keyUsage=critical,keyCertSign",
             "-keyout", "ca.key", "-out", "ca.pem"],
            cwd=self.folder, check=True, stderr=subprocess.DEVNULL)
        subprocess.run(
            ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr"],
            cwd=self.folder, check=True, stderr=subprocess.DEVNULL)
        (self.folder / "names").write_text(
            "subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n"
            "extendedKeyUsage=serverAuth\n")
        subprocess.run(
            ["openssl", "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
             "-CAcreateserial", "-days", "2", "-extfile", "names", "-out", "server.pem"],
            cwd=self.folder, check=True, stderr=subprocess.DEVNULL)
        self.authority = (self.folder / "ca.pem").read_bytes()

    def _wait_for_greeting(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.plain_port), 1) as connection:
                    if connection.recv(4) == b"* OK":
                        return
            except OSError:
                time.sleep(0.02)
        log = self.folder / "dovecot.log"
        raise SystemExit(f"dovecot did not start:\n{log.read_text() if log.exists() else ''}")


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def owner():
    """Who runs the server: nobody under root, else whoever runs the bench."""
    import grp
    entry = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    return entry.pw_name, grp.getgrgid(entry.pw_gid).gr_name


def give_away(folder: Path, user: str):
    entry = pwd.getpwnam(user)
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    for root, folders, files in os.walk(folder):
        for name in folders + files:
            os.chown(os.path.join(root, name), entry.pw_uid, entry.pw_gid)
