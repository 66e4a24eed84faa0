using System.Net;
using System.Net.Sockets;

namespace Guidon.Server.Management.Auth;

/// <summary>
/// The network that a request comes from. A single IPv6 address says nothing: whoever has one has the 2^64 of its network, and often 65,536 such networks.
/// </summary>
internal static class ClientNetwork
{
    /// <summary>What one household or machine has: an IPv4 address, an IPv6 /64.</summary>
    internal static IPNetwork Of(HttpContext http) => Of(http, 32, 64);

    /// <summary>What one customer of a provider can easily have: an IPv4 /24, an IPv6 /48.</summary>
    internal static IPNetwork SiteOf(HttpContext http) => Of(http, 24, 48);

    private static IPNetwork Of(HttpContext http, int bits4, int bits6)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var (bytes, bits) = (address.GetAddressBytes(), address.AddressFamily == AddressFamily.InterNetwork ? bits4 : bits6);
        Array.Clear(bytes, bits / 8, bytes.Length - (bits / 8));
        return new IPNetwork(new IPAddress(bytes), bits);
    }
}
