use imageparser_base::{Error, ErrorKind, Result};

/// What was wrong but did not stop the reading; bounded, because a hostile file can be wrong often.
#[derive(Debug, Default)]
pub(crate) struct Warnings(Vec<String>);

impl Warnings {
    const MOST: usize = 50;

    pub(crate) fn add(&mut self, message: impl Into<String>) {
        match self.0.len() {
            count if count < Self::MOST => self.0.push(message.into()),
            Self::MOST => self.0.push("more warnings were left out".to_owned()),
            _ => {}
        }
    }

    /// Turn a fault of the file's content into a warning; an I/O error stays an error.
    pub(crate) fn soften<T>(&mut self, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error) if Self::is_content(&error) => {
                self.add(error.message());
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    pub(crate) fn into_list(self) -> Vec<String> {
        self.0
    }

    fn is_content(error: &Error) -> bool {
        matches!(error.kind(), ErrorKind::Corrupt | ErrorKind::TooLarge | ErrorKind::Unsupported)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounded_and_selective() {
        let mut warnings = Warnings::default();
        for _ in 0..200 {
            assert_eq!(warnings.soften::<()>(Err(Error::corrupt("x"))), Ok(None));
        }
        assert!(warnings.soften::<()>(Err(Error::cancelled())).is_err());
        assert_eq!(warnings.into_list().len(), Warnings::MOST + 1);
    }
}
