namespace Guidon.Delivery;

/// <summary>
/// The guard refused to connect. The message names neither the address nor the network, since it reaches people who may not know them.
/// </summary>
public sealed class AddressRefusedException() : Exception("The address is not allowed.");
