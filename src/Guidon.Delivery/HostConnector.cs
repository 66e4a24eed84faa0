using System.Net;

namespace Guidon.Delivery;

/// <summary>Connects to an address that the guard let pass. TCP in production; in a simulation the network is memory.</summary>
/// <param name="address">A checked address.</param>
/// <param name="cancellation">Ends the try.</param>
/// <returns>The connection; disposing it closes it.</returns>
internal delegate ValueTask<Stream> HostConnector(IPEndPoint address, CancellationToken cancellation);
