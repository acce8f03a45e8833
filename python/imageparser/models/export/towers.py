"""The parts of a checkpoint as they go into graphs: raw inputs in, unit vectors out. Loaded only while exporting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import nn

# Added to a score, it takes the place out of a softmax; float16 can still hold it.
_BARRED = -30000.0

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Normalise(nn.Module):  # type: ignore[misc]
    """Bytes of colour to what the model was trained on: `(x / 255 - mean) / deviation` along the last axis."""

    def __init__(self, mean: Sequence[float], deviation: Sequence[float]) -> None:
        super().__init__()
        spread = torch.tensor(deviation, dtype=torch.float32)
        self.register_buffer("scale", 1 / (255 * spread))
        self.register_buffer("shift", torch.tensor(mean, dtype=torch.float32) / spread)

    def forward(self, colours: Any) -> Any:
        return colours.to(torch.float32) * self.scale - self.shift


class ImageTower(nn.Module):  # type: ignore[misc]
    """SigLIP with a fixed picture size: `pixels` uint8 [B, H, W, 3] to `vector` [B, D]."""

    def __init__(self, model: Any, mean: Sequence[float], deviation: Sequence[float]) -> None:
        super().__init__()
        self.normalise = _Normalise(mean, deviation)
        self.vision = model.vision_model

    def forward(self, pixels: Any) -> Any:
        """Return the unit vector of each picture."""
        colours = self.normalise(pixels).permute(0, 3, 1, 2)
        return nn.functional.normalize(self.vision(pixel_values=colours).pooler_output, dim=-1)


class NaflexTower(nn.Module):  # type: ignore[misc]
    """SigLIP2 NaFlex: `patches` uint8 [B, N, P*P*3], `mask` int64 [B, N], `shapes` int64 [B, 2] to `vector` [B, D].

    The model resizes its grid of position vectors for each picture in a loop, which no graph can hold; here the weights
    of that resize are formulas of row and column, so that a batch of different shapes is one product.
    """

    def __init__(self, model: Any, mean: Sequence[float], deviation: Sequence[float]) -> None:
        super().__init__()
        vision = model.vision_model
        side = vision.embeddings.patch_size
        self.normalise = _Normalise(list(mean) * side**2, list(deviation) * side**2)
        self.embed, self.encoder, self.norm = vision.embeddings.patch_embedding, vision.encoder, vision.post_layernorm
        self.head = vision.head
        self.grid = vision.embeddings.position_embedding_size
        self.positions = vision.embeddings.position_embedding.weight

    def forward(self, patches: Any, mask: Any, shapes: Any) -> Any:
        """Return the unit vector of each picture."""
        barrier = (1 - mask[:, None, None, :]).to(torch.float32) * _BARRED
        hidden = self.embed(self.normalise(patches)) + self._place(shapes, patches.shape[1])
        hidden = self.norm(self.encoder(hidden, barrier).last_hidden_state)
        return nn.functional.normalize(self._pool(hidden, barrier), dim=-1)

    def _place(self, shapes: Any, count: int) -> Any:
        """Return the position vectors [B, N, D]: the grid resized to `shapes`, bilinear with antialiasing."""
        number = torch.arange(count, device=shapes.device)[None, :]
        rows, columns = shapes[:, :1], shapes[:, 1:]
        down = self._weights(torch.div(number, columns, rounding_mode="floor"), rows)
        across = self._weights(number % columns, columns)
        return (down[:, :, :, None] * across[:, :, None, :]).flatten(2) @ self.positions

    def _weights(self, index: Any, size: Any) -> Any:
        """Return the share [B, N, grid] of each grid line in line `index` of `size` lines (sums to 1)."""
        scale = self.grid / size.to(torch.float32)
        middle = (index.to(torch.float32) + 0.5) * scale
        lines = torch.arange(self.grid, device=size.device) + 0.5
        distance = (lines - middle[:, :, None]).abs() / scale.clamp(min=1)[:, :, None]
        share = (1 - distance).clamp(min=0)
        # Lines behind the last one are padding; whatever they get must not be a division by zero.
        return share / share.sum(-1, keepdim=True).clamp(min=1e-6)

    def _pool(self, hidden: Any, barrier: Any) -> Any:
        """Return the pooled vector [B, D] of the attention head, written out because its own code repeats masks."""
        attention, heads = self.head.attention, self.head.attention.num_heads
        width = hidden.shape[-1]
        weights, biases = attention.in_proj_weight.split(width), attention.in_proj_bias.split(width)
        query = nn.functional.linear(self.head.probe, weights[0], biases[0]).unflatten(-1, (heads, -1)).transpose(1, 2)
        keys = nn.functional.linear(hidden, weights[1], biases[1]).unflatten(-1, (heads, -1)).transpose(1, 2)
        values = nn.functional.linear(hidden, weights[2], biases[2]).unflatten(-1, (heads, -1)).transpose(1, 2)
        shares = (query @ keys.transpose(-1, -2) * (width // heads) ** -0.5 + barrier).softmax(-1)
        pooled = attention.out_proj((shares @ values).transpose(1, 2).flatten(2))
        return (pooled + self.head.mlp(self.head.layernorm(pooled)))[:, 0]


class TextTower(nn.Module):  # type: ignore[misc]
    """The text side of SigLIP: `ids` int64 [B, L], padded to the full length, to `vector` [B, D]."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.text = model.text_model

    def forward(self, ids: Any) -> Any:
        """Return the unit vector of each text: the state of the last place, padding or not."""
        return nn.functional.normalize(self.text(input_ids=ids).pooler_output, dim=-1)


class Qwen3Encoder(nn.Module):  # type: ignore[misc]
    """Qwen3-Embedding: `ids` and `mask` int64 [B, L], padded on the right, to `vector` [B, D].

    Padding stands behind the last real token, where a causal model does not look: the mask says which place to take.
    """

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Any, mask: Any) -> Any:
        """Return the unit vector of each text: the state of its last real token."""
        length = ids.shape[1]
        later = torch.ones(length, length, dtype=torch.float32, device=ids.device).triu(1)
        barrier = (later * _BARRED)[None, None]
        kinds = dict.fromkeys(set(self.model.config.layer_types), barrier)
        hidden = self.model(input_ids=ids, attention_mask=kinds, use_cache=False).last_hidden_state
        last = (mask.sum(1) - 1).clamp(min=0)
        return nn.functional.normalize(hidden[torch.arange(ids.shape[0], device=ids.device), last], dim=-1)
