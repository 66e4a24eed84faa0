namespace Guidon.Simulation.Tests;

/// <summary>What the names of the ports' methods say.</summary>
internal static class StoreCalls
{
    private static readonly string[] s_reads =
    [
        "DestinationsAsync", "CursorAsync", "ReadAsync", "FlagTableAsync", "DeliveredStateAsync", "LedgerAsync",
        "DestinationsOfAsync", "OwnedAsync", "PoliciesAsync", "PendingAsync", "StreamsAsync", "RecentAsync", "OpenAsync", "IdentitiesAsync", "ListAsync", "FindAsync", "CandidatesAsync", "UntilAsync",
        "ReturnedAsync", "ListOfAsync", "EarlierAsync",
    ];

    /// <summary>Anything that is not known to read; a new read is checked too often, a new write never too seldom.</summary>
    internal static bool Writes(string method) => !s_reads.Contains(method);

    internal static string Show(object? result) => result switch
    {
        null => "null",
        bool or int or long => result.ToString() ?? "",
        Delivery.Destination destination => $"destination {destination.Id}, {destination.State}, {destination.HeldReason}",
        _ => "",
    };
}
