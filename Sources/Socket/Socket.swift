// Socket
