using System.Net;
using System.Net.Sockets;

namespace Guidon.Delivery;

/// <summary>Networks that are only reached when an operator allows them: private, local, reserved, or a tunnel into those.</summary>
public static class ReservedNetworks
{
    // Source: IANA special-purpose address registries for IPv4 and IPv6; the list is a superset of Svix's. Of IPv6 only 2000::/3 is assigned to
    // hosts at all; what lies outside is refused whole.
    private static readonly IPNetwork[] s_networks =
    [
        .. new[]
        {
            "0.0.0.0/8",          // this network
            "10.0.0.0/8",         // private
            "100.64.0.0/10",      // carrier-grade NAT, and cloud metadata of some hosts
            "127.0.0.0/8",        // loopback
            "169.254.0.0/16",     // link-local, and cloud metadata
            "172.16.0.0/12",      // private
            "192.0.0.0/24",       // protocol assignments
            "192.0.2.0/24",       // documentation
            "192.31.196.0/24",    // sinkhole for private reverse look-ups
            "192.52.193.0/24",    // multicast relays
            "192.88.99.0/24",     // 6to4 relays
            "192.168.0.0/16",     // private
            "192.175.48.0/24",    // sinkhole for private reverse look-ups
            "198.18.0.0/15",      // benchmarks
            "198.51.100.0/24",    // documentation
            "203.0.113.0/24",     // documentation
            "224.0.0.0/4",        // multicast
            "240.0.0.0/4",        // reserved, and broadcast
            "::/3",               // unspecified, loopback, IPv4-compatible and -translated, NAT64 (64:ff9b::/96 and :1::/48), discard
            "2001::/23",          // protocol assignments, Teredo, benchmarks, ORCHID: an IPv4 address may hide inside
            "2001:db8::/32",      // documentation
            "2002::/16",          // 6to4: an IPv4 address hides inside
            "2620:4f:8000::/48",  // sinkhole for private reverse look-ups
            "3fff::/20",          // documentation
            "4000::/2",           // not assigned, and segment routing (5f00::/16)
            "8000::/1",           // not assigned, private (fc00::/7, cloud metadata at fd00:ec2::254), link-local, site-local, multicast
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Whether a normalised address lies in one of them.</summary>
    public static bool Contain(IPAddress address) => Array.Exists(s_networks, network => network.Contains(address));

    /// <summary>The form that checks compare: IPv4 inside IPv6 becomes IPv4, a zone id goes.</summary>
    public static IPAddress Normalise(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0
            ? new IPAddress(address.GetAddressBytes())
            : address;
    }
}
