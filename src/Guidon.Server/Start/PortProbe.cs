using System.Net;
using System.Net.Sockets;

namespace Guidon.Server.Start;

/// <summary>Finds out whether the addresses can be listened on before anything is created on disk.</summary>
internal static class PortProbe
{
    /// <returns>One line that names the address; <see langword="null"/> when all are free.</returns>
    internal static string? FirstProblem(IReadOnlyList<string> urls)
    {
        foreach (var url in urls)
        {
            if (!Uri.TryCreate(url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri))
            {
                return $"--urls: '{url}' is not an address like http://localhost:8000.";
            }

            if (Problem(uri) is { } problem) return problem;
        }

        return null;
    }

    private static string? Problem(Uri uri)
    {
        if (uri.Port == 0) return null;
        var address = uri.IsLoopback && !IPAddress.TryParse(uri.Host, out _) ? IPAddress.Loopback
            : IPAddress.TryParse(uri.Host.Trim('[', ']'), out var parsed) ? parsed
            : IPAddress.IPv6Any;
        try
        {
            using var listener = new TcpListener(address, uri.Port);
            listener.Start();
            return null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"Port {uri.Port} is in use. Stop the other program or choose another port with --urls http://localhost:PORT."
                : $"Cannot listen on {uri}: {error.Message}.";
        }
    }
}
