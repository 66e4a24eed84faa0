using Guidon.Transfer.Reading;

namespace Guidon.Transfer.LaunchDarkly;

/// <summary>Environments, which flags and segments name by their keys.</summary>
internal static class LaunchDarklyEnvironments
{
    /// <summary>The names of those that are listed, by key. Two may have one name there; here each of them is called by its key.</summary>
    internal static Dictionary<string, string> Names(SourceObject? answer)
    {
        var read = (answer?.Items("items") ?? []).Select(Read).ToList();
        answer?.Ignore("_links", "totalCount");
        answer?.Close();
        var taken = read.CountBy(each => each.Name, StringComparer.OrdinalIgnoreCase).Where(each => each.Value > 1).Select(each => each.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return read.ToDictionary(each => each.Key, each => taken.Contains(each.Name) ? each.Key : each.Name);
    }

    private static (string Key, string Name) Read(SourceObject source)
    {
        var key = source.NeededText("key");
        var name = source.Text("name") is { Length: > 0 } ? source.NeededText("name") : key;
        source.Lose("requireComments", "Comments are not asked for here.");
        source.Lose("approvalSettings", "Set the number of approvals in the environment.");
        source.Lose("resourceApprovalSettings", "Set the number of approvals in the environment.");
        source.Lose("tags", "Environments have no tags here.");
        // Its keys are for its own SDKs; the environment gets new ones.
        source.Ignore("_id", "_links", "_pubnub", "apiKey", "mobileKey", "color", "defaultTtl", "secureMode", "defaultTrackEvents", "confirmChanges", "critical");
        source.Close();
        return (key, name);
    }
}
