//! A vendor's far end at the level of its socket: it decides which bytes travel together, and sees
//! when the caller hangs up. One thread for each connection; no HTTP library has a say.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Longest wait of a test for something the vendor should see.
const WAIT_MAX: Duration = Duration::from_secs(20);
/// A write that takes longer waits for a slow reader.
const BLOCKED_AFTER: Duration = Duration::from_millis(300);

/// What the vendor does with one request, in order. After the last act it awaits the next request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Writes, in one piece.
    Say(Vec<u8>),
    /// Waits until the test says [`Upstream::go`].
    Gate,
    /// Says nothing more, and tells when the caller has hung up.
    Hold,
    /// Ends the connection.
    Close,
}

/// What the vendor saw.
#[derive(Debug)]
pub(crate) enum Seen {
    Connected,
    Request {
        head: String,
        body: Vec<u8>,
    },
    /// So many bytes were written before the caller stopped reading.
    Blocked(usize),
    HungUp(Instant),
}

/// A listening vendor, for as long as the test runs.
pub(crate) struct Upstream {
    pub(crate) address: SocketAddr,
    seen: UnboundedReceiver<Seen>,
    gate: Sender<()>,
}

struct Script {
    replies: Mutex<Vec<Vec<Act>>>,
    gate: Mutex<Receiver<()>>,
    seen: UnboundedSender<Seen>,
    /// Speaks before it is spoken to, as no web server does.
    greeting: Option<&'static [u8]>,
}

impl Upstream {
    /// Plays one reply for each request; the last one is repeated.
    pub(crate) fn playing(replies: Vec<Vec<Act>>) -> Self {
        Self::start(replies, None)
    }

    /// Says the same to whoever connects.
    pub(crate) fn greeting(greeting: &'static [u8]) -> Self {
        Self::start(Vec::new(), Some(greeting))
    }

    fn start(mut replies: Vec<Vec<Act>>, greeting: Option<&'static [u8]>) -> Self {
        replies.reverse();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (seen, receiver) = unbounded_channel();
        let (gate, gated) = channel();
        let script = Arc::new(Script { replies: Mutex::new(replies), gate: Mutex::new(gated), seen, greeting });
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let script = script.clone();
                thread::spawn(move || script.serve(stream));
            }
        });
        Self { address, seen: receiver, gate }
    }

    /// Lets one reply pass its gate.
    pub(crate) fn go(&self) {
        self.gate.send(()).unwrap();
    }

    pub(crate) async fn next(&mut self) -> Seen {
        tokio::time::timeout(WAIT_MAX, self.seen.recv()).await.unwrap().unwrap()
    }

    /// Waits for a request and returns its head and its body.
    pub(crate) async fn request(&mut self) -> (String, Vec<u8>) {
        loop {
            if let Seen::Request { head, body } = self.next().await {
                return (head, body);
            }
        }
    }

    pub(crate) async fn blocked(&mut self) -> usize {
        loop {
            if let Seen::Blocked(bytes) = self.next().await {
                return bytes;
            }
        }
    }

    pub(crate) async fn hung_up(&mut self) -> Instant {
        loop {
            if let Seen::HungUp(at) = self.next().await {
                return at;
            }
        }
    }

    /// How many connections and requests were seen until now.
    pub(crate) fn counts(&mut self) -> (usize, usize) {
        let mut counts = (0, 0);
        while let Ok(seen) = self.seen.try_recv() {
            match seen {
                Seen::Connected => counts.0 += 1,
                Seen::Request { .. } => counts.1 += 1,
                Seen::Blocked(_) | Seen::HungUp(_) => {}
            }
        }
        counts
    }
}

impl Script {
    fn tell(&self, seen: Seen) {
        // A test that has ended listens no longer.
        drop(self.seen.send(seen));
    }

    fn serve(&self, mut stream: TcpStream) {
        stream.set_nodelay(true).unwrap();
        self.tell(Seen::Connected);
        if let Some(greeting) = self.greeting {
            drop(stream.write_all(greeting));
            return;
        }
        while let Some((head, body)) = read_request(&mut stream) {
            self.tell(Seen::Request { head, body });
            for act in self.reply() {
                match act {
                    Act::Say(bytes) => self.say(&mut stream, &bytes),
                    Act::Gate => self.gate.lock().unwrap().recv().unwrap_or_default(),
                    Act::Hold => {
                        while matches!(stream.read(&mut [0; 64]), Ok(1..)) {}
                        self.tell(Seen::HungUp(Instant::now()));
                        return;
                    }
                    Act::Close => return,
                }
            }
        }
    }

    fn reply(&self) -> Vec<Act> {
        let mut replies = self.replies.lock().unwrap();
        match replies.len() {
            0 => Vec::new(),
            1 => replies[0].clone(),
            _ => replies.pop().unwrap(),
        }
    }

    fn say(&self, stream: &mut TcpStream, bytes: &[u8]) {
        stream.set_write_timeout(Some(BLOCKED_AFTER)).unwrap();
        let mut written = 0;
        while written < bytes.len() {
            match stream.write(&bytes[written..]) {
                Ok(count) => written += count,
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    self.tell(Seen::Blocked(written));
                }
                Err(_) => return,
            }
        }
    }
}

fn read_request(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or(0, |n| n.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some((head, body))
}

/// The head of an answer in HTTP chunks.
pub(crate) fn head(media_type: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\ntransfer-encoding: chunked\r\n\r\n").into_bytes()
}

/// One HTTP chunk.
pub(crate) fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

/// The chunk that ends an answer.
pub(crate) const END: &[u8] = b"0\r\n\r\n";

/// A whole event stream of these chunks, in one write.
pub(crate) fn stream_of(chunks: &[&[u8]]) -> Vec<Act> {
    let chunks: Vec<u8> = chunks.iter().flat_map(|bytes| chunk(bytes)).collect();
    vec![Act::Say([head("text/event-stream"), chunks, END.to_vec()].concat())]
}

/// An answer in one piece.
pub(crate) fn status(status: &str, headers: &str, body: &str) -> Vec<Act> {
    let length = body.len();
    vec![Act::Say(format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}").into_bytes())]
}
