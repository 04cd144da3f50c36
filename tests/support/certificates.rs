//! A certificate authority for one test, and one server certificate of it.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};

/// PEM texts; the authority's key is forgotten once it has signed.
pub struct Certificates {
    pub authority: String,
    pub server: String,
    pub server_key: String,
}

/// Certificates for `localhost` and 127.0.0.1 under an authority nobody else trusts.
pub fn generate() -> Certificates {
    let mut authority = CertificateParams::default();
    authority
        .distinguished_name
        .push(DnType::CommonName, "afterword test authority");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let authority_key = KeyPair::generate().expect("ring makes a key");
    let authority_pem = authority
        .self_signed(&authority_key)
        .expect("the authority signs itself")
        .pem();
    let issuer = Issuer::new(authority, authority_key);

    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let mut server = CertificateParams::new(names).expect("both names are well formed");
    server
        .distinguished_name
        .push(DnType::CommonName, "localhost");
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let server_key = KeyPair::generate().expect("ring makes a key");
    let certificate = server
        .signed_by(&server_key, &issuer)
        .expect("the authority signs the server");

    Certificates {
        authority: authority_pem,
        server: certificate.pem(),
        server_key: server_key.serialize_pem(),
    }
}
