using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Guidon.Delivery.Mail;

namespace Guidon.Delivery;

/// <summary>
/// Keeps deliveries out of private networks. Looks names up itself at the moment of connecting, refuses when any address is
/// forbidden, and connects to the very address that it checked, so that a name cannot change its mind in between.
/// </summary>
public sealed class AddressGuard
{
    private const string NotAllowed =
        "This address leads to a private network or an unusual port, which Delivery:AllowedNetworks does not list.";

    private const string MailNotEncrypted = "Use starttls or tls; none is only for networks that Delivery:AllowedNetworks lists.";

    private const string NotEncrypted = "Use https; plain http is only for networks that Delivery:AllowedNetworks lists.";

    // Source: RFC 6409 (587), RFC 8314 (465), RFC 5321 (25); 2525 is what hosters offer where 25 is shut.
    private static readonly HashSet<int> s_mailPorts = [25, 465, 587, 2525];

    // A name with a hundred addresses would make one attempt a hundred connections.
    private const int AddressesMax = 8;

    private readonly IPNetwork[] _allowed;
    private readonly HashSet<int> _ports;
    private readonly TimeSpan _timeout;
    private readonly HostResolver _resolve;
    private readonly TimeProvider _time;

    /// <param name="options">Allowed networks and ports, time to connect.</param>
    /// <param name="resolve">Looks names up.</param>
    /// <param name="time">Measures the time to connect.</param>
    public AddressGuard(DeliveryOptions options, HostResolver resolve, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _allowed = [.. options.AllowedNetworks.Select(IPNetwork.Parse)];
        _ports = [.. options.AllowedPorts];
        _timeout = TimeSpan.FromSeconds(options.ConnectTimeoutSeconds);
        _resolve = resolve;
        _time = time;
    }

    /// <summary>Makes connections to what passed.</summary>
    internal HostConnector Connector { private get; set; } = ConnectTcpAsync;

    /// <summary>Why a written address cannot be called, for the person who wrote it; <see langword="null"/> when it can.</summary>
    /// <remarks>A name that nobody knows yet passes over https: it may come later, and each connection is checked anyway.</remarks>
    public async ValueTask<string?> RefusalAsync(string address, CancellationToken cancellation)
    {
        if (Parse(address) is not { } uri) return "Enter a valid URL.";
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        var addresses = await LookUpOrNoneAsync(uri.IdnHost, either.Token).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();

        var isPlain = uri.Scheme == Uri.UriSchemeHttp;
        if (addresses.Length == 0) return isPlain ? NotEncrypted : null;
        if (isPlain && !Array.TrueForAll(addresses, IsListed)) return NotEncrypted;
        return Array.TrueForAll(addresses, found => IsAllowed(found, uri.Port, isPlain, _ports)) ? null : NotAllowed;
    }

    /// <summary>The same of a mail server.</summary>
    public async ValueTask<string?> RefusalAsync(MailServer server, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (Uri.CheckHostName(server.Host.Trim('[', ']')) == UriHostNameType.Unknown) return "Enter a host name.";
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        var addresses = await LookUpOrNoneAsync(server.Host, either.Token).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        var isPlain = server.Security == MailSecurity.None;
        if (isPlain && (addresses.Length == 0 || !Array.TrueForAll(addresses, IsListed))) return MailNotEncrypted;
        return Array.TrueForAll(addresses, found => IsAllowed(found, server.Port, isPlain, s_mailPorts)) ? null : NotAllowed;
    }

    /// <summary>Connects for one HTTP connection; the whole handler of a sender goes through here.</summary>
    /// <param name="context">The name, the port and the request that is waiting.</param>
    /// <param name="cancellation">Ends the wait before the time to connect is over.</param>
    /// <exception cref="AddressRefusedException">One of the addresses is forbidden. Nothing was sent.</exception>
    public ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ConnectAsync(context.DnsEndPoint, context.InitialRequestMessage.RequestUri?.Scheme != Uri.UriSchemeHttps, _ports, cancellation);
    }

    /// <summary>Connects for one conversation with a mail server.</summary>
    /// <exception cref="AddressRefusedException">As above.</exception>
    internal ValueTask<Stream> ConnectAsync(MailServer server, CancellationToken cancellation) =>
        ConnectAsync(new DnsEndPoint(server.Host, server.Port), server.Security == MailSecurity.None, s_mailPorts, cancellation);

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint end, bool isPlain, HashSet<int> ports, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        var addresses = await LookUpAsync(end.Host, either.Token).ConfigureAwait(false);
        if (!Array.TrueForAll(addresses, found => IsAllowed(found, end.Port, isPlain, ports))) throw new AddressRefusedException();
        return await ConnectFirstAsync(addresses, end.Port, either.Token).ConfigureAwait(false);
    }

    private static Uri? Parse(string address)
    {
        var isUsable = Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            && uri.UserInfo.Length == 0
            && uri.IdnHost.Length > 0
            && !address.Any(static letter => char.IsControl(letter) || char.IsWhiteSpace(letter));
        return isUsable ? uri : null;
    }

    private async Task<Stream> ConnectFirstAsync(IPAddress[] addresses, int port, CancellationToken cancellation)
    {
        // IPv4 first: where IPv6 is announced but leads nowhere, the first try would eat the whole time to connect.
        IPAddress[] tried = [.. addresses.OrderBy(address => address.AddressFamily != AddressFamily.InterNetwork).Take(AddressesMax)];
        for (var i = 0; ; i++)
        {
            try
            {
                return await Connector(new IPEndPoint(tried[i], port), cancellation).ConfigureAwait(false);
            }
            catch (SocketException) when (i + 1 < tried.Length)
            {
                // the next address may answer
            }
        }
    }

    private static async ValueTask<Stream> ConnectTcpAsync(IPEndPoint address, CancellationToken cancellation)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> LookUpOrNoneAsync(string host, CancellationToken cancellation)
    {
        try
        {
            return await LookUpAsync(host, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            return [];
        }
    }

    private async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellation)
    {
        var name = host.Trim('[', ']').TrimEnd('.');   // the root's dot hides a literal address from the parser
        var found = IPAddress.TryParse(name, out var literal) ? [literal] : await _resolve(name, cancellation).ConfigureAwait(false);
        if (found.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        return [.. found.Select(ReservedNetworks.Normalise).Distinct()];
    }

    private bool IsListed(IPAddress address) => Array.Exists(_allowed, network => network.Contains(address));

    private bool IsAllowed(IPAddress address, int port, bool isPlain, HashSet<int> ports) =>
        IsListed(address) || (!isPlain && ports.Contains(port) && !ReservedNetworks.Contain(address));
}
