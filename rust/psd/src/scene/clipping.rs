use imageparser_raster::scene::{Content, Node};

/// Put layers that are clipped onto the nearest layer below them that is not.
///
/// `nodes` are siblings bottom to top, each with whether its record says "clipped". Without a layer below, or above a
/// layer that gave no node (`None`), they are what they are: a base that cannot be drawn hides what is clipped to it.
pub(super) fn clipped(nodes: Vec<(Option<Node>, bool)>) -> Vec<Node> {
    let mut found: Vec<Node> = Vec::with_capacity(nodes.len());
    let mut base = Base::Missing;
    for (node, clips) in nodes {
        match (clips, node) {
            (false, Some(node)) => {
                found.push(node);
                base = Base::Drawn;
            }
            (false, None) => base = Base::Empty,
            (true, Some(node)) => match (base, found.last_mut()) {
                (Base::Drawn, Some(below)) => below.clipped.push(node),
                (Base::Missing, _) => found.push(node),
                _ => {}
            },
            // A group that passes through is drawn otherwise with a clipped layer, even an empty one.
            (true, None) => {
                if let Some(below @ Node { content: Content::Group { pass_through: true, .. }, .. }) = found.last_mut()
                {
                    below.clipped.push(Node::new(Content::Group { members: Vec::new(), pass_through: false }));
                }
            }
        }
    }
    found
}

#[derive(Clone, Copy)]
enum Base {
    /// No layer yet that could be one.
    Missing,
    /// A layer without anything to draw.
    Empty,
    Drawn,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(id: u32) -> Node {
        Node { id, ..Node::new(Content::Group { members: Vec::new(), pass_through: false }) }
    }

    #[test]
    fn clipped_layers_go_to_the_layer_below() {
        let found = clipped(vec![
            (Some(node(1)), true),
            (Some(node(2)), false),
            (Some(node(3)), true),
            (Some(node(4)), true),
            (None, false),
            (Some(node(5)), true),
            (Some(node(6)), false),
        ]);
        let shape: Vec<(u32, Vec<u32>)> =
            found.iter().map(|node| (node.id, node.clipped.iter().map(|clipped| clipped.id).collect())).collect();
        assert_eq!(shape, [(1, vec![]), (2, vec![3, 4]), (6, vec![])]);
    }
}
