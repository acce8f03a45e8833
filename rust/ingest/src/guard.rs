use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use imageparser_base::{Error, Result};

/// Run `work`; a panic in it becomes an error.
///
/// # Errors
/// What `work` gives, or `Internal` with the text of the panic.
pub fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|payload| Err(Error::internal(format!("a decoder failed: {}", panic_text(&payload)))))
}

/// Run `work` on a thread of its own and wait for it.
///
/// A worker of the batch that waited for parallel work would begin other files meanwhile, on top of the one that it
/// holds memory for; a thread that is no worker just waits.
pub fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join()).unwrap_or_else(|payload| resume_unwind(payload))
}

fn panic_text(payload: &Box<dyn Any + Send>) -> &str {
    payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("panic without a message")
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::ErrorKind;

    #[test]
    fn panics_are_errors_even_from_apart() {
        let error = guarded(|| apart(|| -> Result<()> { panic!("row {}", 7) })).expect_err("panics");
        assert_eq!((error.kind(), error.message()), (ErrorKind::Internal, "a decoder failed: row 7"));
        assert_eq!(guarded(|| Ok(apart(|| 5))), Ok(5));
    }
}
