// Wire: what client and service say to each other, as bytes: JSON-RPC 2.0 in `Content-Length`
// frames, as the Language Server Protocol frames it.
//
// `FrameDecoder` turns bytes into frames, `Frame.header` goes before one; `Request` and `Response`
// read and write what is in a frame; `WireError` lists every error that one may answer. It speaks
// less than JSON-RPC allows: no batches, no notifications, `params` and `result` are objects.
//
// It does no input or output (that is `Socket`), knows no method and no key, and decides nothing:
// an envelope is not evidence. What counts is inside, signed, in canonical bytes.
