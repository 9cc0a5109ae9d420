//! Calls to vendors over TLS speak HTTP/2, many on one connection. The certificates in `tls/` are for
//! 127.0.0.1 and for these tests alone.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod support;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use models::connection::ConnectionKind;
use pallium_providers::{Endpoint, ProviderError, ProviderOptions, Providers};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use support::{endpoint_at, forward, options, read_all};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

const CA: &[u8] = include_bytes!("tls/ca.pem");
const CERTIFICATE: &[u8] = include_bytes!("tls/cert.pem");
const KEY: &[u8] = include_bytes!("tls/key.pem");
const WORDS: &[u8] = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\ndata: [DONE]\n\n";

/// A vendor that speaks HTTP/2 and nothing else.
struct Vendor {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    _serving: JoinSet<()>,
}

impl Vendor {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, connections) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
        let mut serving = JoinSet::new();
        serving.spawn(serve(listener, connections.clone()));
        Self { address, connections, _serving: serving }
    }

    fn endpoint(&self) -> Endpoint {
        endpoint_at(&format!("https://{}/v1", self.address), ConnectionKind::OpenAi)
    }
}

async fn serve(listener: TcpListener, connections: Arc<AtomicUsize>) {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let versions = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = versions.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let mut config = builder.with_single_cert(vec![certificate], key).unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let mut open = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.fetch_add(1, Ordering::Relaxed);
        open.spawn(answer(acceptor.clone(), stream));
    }
}

/// Answers every request of a connection with the same words. A client that goes away ends it.
async fn answer(acceptor: TlsAcceptor, stream: TcpStream) {
    let Ok(stream) = acceptor.accept(stream).await else { return };
    let Ok(mut connection) = h2::server::handshake(stream).await else { return };
    while let Some(Ok((_, mut respond))) = connection.accept().await {
        let head = http::Response::builder().header("content-type", "text/event-stream").body(()).unwrap();
        let mut body = respond.send_response(head, false).unwrap();
        body.send_data(Bytes::from_static(WORDS), true).unwrap();
    }
}

async fn call(providers: &Providers, endpoint: &Endpoint) -> Result<Vec<u8>, ProviderError> {
    let mut forwarded = providers.forward(endpoint, &forward(), &CancellationToken::new()).await?;
    let (chunks, end) = read_all(&mut forwarded).await;
    end.map(|()| chunks.concat())
}

#[tokio::test]
async fn many_calls_over_tls_share_one_http2_connection() {
    let vendor = Vendor::start().await;
    let extra_roots = vec![CertificateDer::from_pem_slice(CA).unwrap()];
    let providers = Providers::new(ProviderOptions { extra_roots, ..options() });
    assert_eq!(call(&providers, &vendor.endpoint()).await.unwrap(), WORDS);
    let endpoint = vendor.endpoint();
    let calls = futures_util::future::join_all((0..50).map(|_| call(&providers, &endpoint))).await;
    assert!(calls.iter().all(|words| words.as_deref() == Ok(WORDS)), "{calls:?}");
    assert_eq!(vendor.connections.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_vendor_with_the_certificate_of_a_stranger_is_not_called() {
    let vendor = Vendor::start().await;
    let refused = call(&Providers::new(options()), &vendor.endpoint()).await;
    assert!(matches!(refused, Err(ProviderError::Connect { .. })), "{refused:?}");
}
