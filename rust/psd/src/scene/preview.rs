use std::sync::Mutex;
use std::sync::PoisonError;

use imageparser_base::{CancelToken, Result};
use imageparser_raster::scene::Scene;

use super::build::{Built, build};
use super::render::{Rendered, View, draw};
use crate::context::Context;

/// A document that is rendered again and again with other layers shown: the scene is built once, and layers shrunk for
/// a preview are kept.
#[derive(Debug)]
pub struct Preview {
    context: Context,
    built: Built,
    /// The scene at the factor that was asked for last.
    reduced: Mutex<Option<Scene>>,
}

impl Preview {
    /// Build the scene of a document.
    ///
    /// # Errors
    /// The kind of an I/O error.
    pub fn new(context: Context) -> Result<Self> {
        let built = build(&context)?;
        Ok(Self { context, built, reduced: Mutex::new(None) })
    }

    /// The open document.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// As [`super::composite`].
    ///
    /// # Errors
    /// As [`super::composite`].
    pub fn composite(&self, view: &View, cancel: &CancelToken) -> Result<Rendered> {
        draw(&self.context, &self.built, self.scene(view.factor), view, cancel)
    }

    fn scene(&self, factor: u32) -> Scene {
        let mut kept = self.reduced.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(scene) if scene.factor == factor.max(1) => scene.clone(),
            _ => kept.insert(self.built.scene.reduced(factor)).clone(),
        }
    }
}
