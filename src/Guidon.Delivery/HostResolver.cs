using System.Net;

namespace Guidon.Delivery;

/// <summary>Looks a host name up. The system's resolver in production.</summary>
/// <param name="host">A name or a literal address, without brackets.</param>
/// <param name="cancellation">Ends the look-up.</param>
/// <returns>All addresses; empty or an exception when there are none.</returns>
public delegate Task<IPAddress[]> HostResolver(string host, CancellationToken cancellation);
