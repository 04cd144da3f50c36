//! From a host name to a byte stream that may be trusted.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use imap_proto::{Capability, Response};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::error::ImapError;
use super::exchange::{Exchange, Wire};
use crate::config::{ImapSettings, Security};

/// How long one address may take to answer; then the next one is tried.
const CONNECT: Duration = Duration::from_secs(20);
/// How long a name look-up or a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(30);
/// A half-open connection (a NAT that forgot us) is noticed after about
/// 60 s + 4 x 20 s of silence, and unsent data after two minutes.
const KEEPALIVE_IDLE: Duration = Duration::from_secs(60);
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(20);
const KEEPALIVE_PROBES: u32 = 4;
const USER_TIMEOUT: Duration = Duration::from_secs(120);

/// Connects and reads the greeting; after STARTTLS the connection is encrypted.
pub(super) async fn connect(settings: &ImapSettings) -> Result<Exchange, ImapError> {
    let tcp = connect_tcp(&settings.host, settings.port).await?;
    match settings.security {
        Security::Tls => Exchange::open(encrypt(settings, Box::new(tcp)).await?).await,
        Security::StartTls => start_tls(settings, tcp).await,
        Security::Plaintext => Exchange::open(Box::new(tcp)).await,
    }
}

async fn connect_tcp(host: &str, port: u16) -> Result<TcpStream, ImapError> {
    let resolve = |source| ImapError::Resolve {
        host: host.to_owned(),
        source,
    };
    let addresses = timeout(HANDSHAKE, lookup_host((host, port)))
        .await
        .map_err(|_| resolve(io::ErrorKind::TimedOut.into()))?
        .map_err(resolve)?;
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for address in addresses {
        match timeout(CONNECT, TcpStream::connect(address)).await {
            Ok(Ok(tcp)) => {
                tune(&tcp).map_err(|source| ImapError::Connect {
                    host: host.to_owned(),
                    port,
                    source,
                })?;
                return Ok(tcp);
            }
            Ok(Err(error)) => last = error,
            Err(_) => last = io::ErrorKind::TimedOut.into(),
        }
    }
    Err(ImapError::Connect {
        host: host.to_owned(),
        port,
        source: last,
    })
}

fn tune(tcp: &TcpStream) -> io::Result<()> {
    tcp.set_nodelay(true)?;
    let socket = socket2::SockRef::from(tcp);
    let keepalive = socket2::TcpKeepalive::new()
        .with_time(KEEPALIVE_IDLE)
        .with_interval(KEEPALIVE_INTERVAL)
        .with_retries(KEEPALIVE_PROBES);
    socket.set_tcp_keepalive(&keepalive)?;
    socket.set_tcp_user_timeout(Some(USER_TIMEOUT))
}

/// RFC 9051 section 6.2.1. A server that does not offer it is refused: going on
/// in the clear is what a man in the middle would want.
async fn start_tls(settings: &ImapSettings, tcp: TcpStream) -> Result<Exchange, ImapError> {
    let mut exchange = Exchange::open(Box::new(tcp)).await?;
    let mut offered = false;
    exchange
        .command("CAPABILITY", "CAPABILITY", |response| {
            if let Response::Capabilities(list) = response {
                offered |= list.iter().any(
                    |c| matches!(c, Capability::Atom(a) if a.eq_ignore_ascii_case("STARTTLS")),
                );
            }
        })
        .await?;
    if !offered {
        return Err(ImapError::Missing {
            host: settings.host.clone(),
            what: "STARTTLS",
        });
    }
    exchange.command("STARTTLS", "STARTTLS", |_| ()).await?;
    let wire = encrypt(settings, exchange.into_wire()).await?;
    Ok(Exchange::resume(wire))
}

async fn encrypt(settings: &ImapSettings, wire: Box<dyn Wire>) -> Result<Box<dyn Wire>, ImapError> {
    let host = &settings.host;
    let tls = |source| ImapError::Tls {
        host: host.clone(),
        source,
    };
    let name = ServerName::try_from(host.clone()).map_err(|_| {
        tls(io::Error::new(
            io::ErrorKind::InvalidInput,
            "not a host name",
        ))
    })?;
    let connector = TlsConnector::from(Arc::new(client_config(settings.ca_file.as_deref())?));
    let stream = timeout(HANDSHAKE, connector.connect(name, wire))
        .await
        .map_err(|_| tls(io::ErrorKind::TimedOut.into()))?
        .map_err(|error| explain(host, error))?;
    Ok(Box::new(stream))
}

/// TLS 1.2 or 1.3, trusting what `ca_file` holds, or else what the operating
/// system trusts.
fn client_config(ca_file: Option<&Path>) -> Result<ClientConfig, ImapError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let unusable = |reason: String| ImapError::CaFile {
        path: ca_file.map_or_else(
            || "of the system".to_owned(),
            |path| path.display().to_string(),
        ),
        reason,
    };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| unusable(e.to_string()))?;
    let builder = match ca_file {
        Some(path) => builder.with_root_certificates(roots(path).map_err(unusable)?),
        None => builder
            .with_platform_verifier()
            .map_err(|e| unusable(e.to_string()))?,
    };
    Ok(builder.with_no_client_auth())
}

fn roots(ca_file: &Path) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(ca_file).map_err(|e| e.to_string())? {
        let certificate = certificate.map_err(|e| e.to_string())?;
        roots.add(certificate).map_err(|e| e.to_string())?;
    }
    if roots.is_empty() {
        return Err("it holds no certificate".to_owned());
    }
    Ok(roots)
}

fn explain(host: &str, error: io::Error) -> ImapError {
    let inner = error
        .get_ref()
        .and_then(|e| e.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(reason)) => ImapError::Certificate {
            host: host.to_owned(),
            reason: reason.to_string(),
        },
        _ => ImapError::Tls {
            host: host.to_owned(),
            source: error,
        },
    }
}
