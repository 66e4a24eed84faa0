using Guidon.Contracts;

namespace Guidon.Dashboard.Access;

/// <summary>The keys of one environment.</summary>
/// <param name="ClientKey">Public.</param>
/// <param name="ServerKeys">By their last characters.</param>
/// <param name="NewKey">One that was made just now; shown this once.</param>
public sealed record KeysView(string ClientKey, IReadOnlyList<ServerKeyAnswer> ServerKeys, string? NewKey);
