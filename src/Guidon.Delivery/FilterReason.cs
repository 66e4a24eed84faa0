namespace Guidon.Delivery;

/// <summary>
/// Why events are filtered by what a person set, and not by what went wrong. A destination whose events are all filtered for one of these is well; for
/// any other reason it is silent, and an alert says so.
/// </summary>
public static class FilterReason
{
    /// <summary>The receiver has the same already, and is told changes only.</summary>
    public const string Unchanged = "unchanged";

    /// <summary>Nobody was named, and the receiver counts users.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>Switched off in its settings.</summary>
    public const string Disabled = "disabled";

    /// <summary>A second channel, while the first one works.</summary>
    public const string FirstChannelWorks = "first_channel_works";

    /// <summary>A first channel, and the copy is for second ones.</summary>
    public const string ForSecondChannels = "for_second_channels";

    /// <summary>A channel that wants pages only.</summary>
    public const string NoPage = "no_page";

    /// <summary>A version went live, and the receiver is told what changed by it instead.</summary>
    public const string OnlyAVersion = "only_a_version";

    internal static bool IsOfSettings(string reason) =>
        reason is Unchanged or Anonymous or Disabled or FirstChannelWorks or ForSecondChannels or NoPage or OnlyAVersion;
}
