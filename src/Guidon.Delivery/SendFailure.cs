namespace Guidon.Delivery;

/// <summary>Why an attempt got no status.</summary>
public enum SendFailure
{
    /// <summary>It got one.</summary>
    None,

    /// <summary>No such host, no connection, or a connection that broke; the receiver may or may not have taken the request.</summary>
    Network,

    /// <summary>Nothing came in time; the receiver may or may not have taken the request.</summary>
    Timeout,

    /// <summary>The guard does not let us call this address; nothing was sent.</summary>
    AddressRefused,

    /// <summary>The receiver's certificate is not to be trusted; nothing was sent.</summary>
    UntrustedCertificate,
}
