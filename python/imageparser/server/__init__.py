"""The app for a browser on this machine's loopback address: the protocol over a websocket, pictures over HTTP."""
