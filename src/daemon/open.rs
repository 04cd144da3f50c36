//! From checked settings to an opened store.

use std::path::PathBuf;

use super::remedy::WatchError;
use crate::config::{Config, MailSource};
use crate::secret;
use crate::store::{Store, StoreError};

/// Opens the mailbox that the settings name: reads the password and signs in,
/// or opens the Maildir.
///
/// # Errors
/// The first step that fails, in words for the user.
pub async fn open(config: &Config) -> Result<Store, WatchError> {
    match &config.source {
        MailSource::Imap(settings) => {
            let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
            let secret = &settings.secret;
            let password = secret::read(secret, credentials.as_deref(), &config.name).await?;
            Ok(Store::open_imap(settings, &password)
                .await
                .map_err(StoreError::from)?)
        }
        MailSource::Maildir(settings) => {
            Ok(Store::open_maildir(&settings.path).map_err(StoreError::from)?)
        }
    }
}
