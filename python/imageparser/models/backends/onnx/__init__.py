"""Models of the catalogue as ONNX graphs on onnxruntime; loaded only inside a model process."""
