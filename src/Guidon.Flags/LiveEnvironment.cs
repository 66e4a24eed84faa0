using System.Globalization;
using Guidon.Evaluation;

namespace Guidon.Flags;

/// <summary>Everything that a request needs to know about its environment, resolved. Immutable.</summary>
public sealed class LiveEnvironment
{
    private readonly byte[][] _fragments;
    private readonly bool[] _serverKeyOnly;
    private readonly bool _hideDisabled;

    /// <param name="id">Id of the environment.</param>
    /// <param name="document">The document as written.</param>
    /// <param name="documentJson">The document's bytes as SDKs receive them; owned by this object from now on.</param>
    /// <param name="flagSet">The document, compiled.</param>
    /// <param name="flagTableId">Where events find the answers of this flag set.</param>
    /// <param name="before">What is served until now; <see langword="null"/> when nothing is.</param>
    public LiveEnvironment(
        int id, EnvironmentDocument document, ReadOnlyMemory<byte> documentJson, FlagSet flagSet, long flagTableId, LiveEnvironment? before = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(flagSet);
        Id = id;
        Document = document;
        DocumentJson = new RenderedAnswer(documentJson);
        FlagSet = flagSet;
        FlagTableId = flagTableId;
        UpdatedAtSeconds = EpochSeconds(document.UpdatedAt);
        ModifiedAt = SecondAfter(before);
        _hideDisabled = document.HideDisabledFlags ?? document.Project.HideDisabledFlags;
        var serverKeyOnly = document.Project.ServerKeyOnlyFeatureIds.ToHashSet();
        _serverKeyOnly = [.. flagSet.Flags.Select(flag => serverKeyOnly.Contains(flag.FeatureId))];
        _fragments = FlagFragments.Render(flagSet);
        FlagsForClients = new RenderedAnswer(FlagFragments.EnvironmentFlags(this, serverSide: false));
        FlagsForServers = new RenderedAnswer(FlagFragments.EnvironmentFlags(this, serverSide: true));
    }

    /// <summary>Id of the environment.</summary>
    public int Id { get; }

    /// <summary>The document as written.</summary>
    public EnvironmentDocument Document { get; }

    /// <summary>The document as SDKs receive it.</summary>
    public RenderedAnswer DocumentJson { get; }

    /// <summary>The document, compiled.</summary>
    public FlagSet FlagSet { get; }

    /// <summary>Where events find the answers of this flag set.</summary>
    public long FlagTableId { get; }

    /// <summary>When the document changed last: epoch seconds with microseconds, always with a decimal point. One value for header, document and event.</summary>
    public string UpdatedAtSeconds { get; }

    /// <summary>
    /// <c>Last-Modified</c> of the document, in whole seconds. As <see cref="EnvironmentDocument.UpdatedAt"/> but for what came second within a second,
    /// as happens behind an upstream: that has the next one, or whoever asks by date would go on with the first.
    /// </summary>
    public DateTimeOffset ModifiedAt { get; }

    /// <summary>The whole answer of <c>GET /flags/</c> for a client-side key.</summary>
    public RenderedAnswer FlagsForClients { get; }

    /// <summary>The whole answer of <c>GET /flags/</c> for a server-side key.</summary>
    public RenderedAnswer FlagsForServers { get; }

    /// <summary>One flag with this answer, as SDKs read it. UTF-8 JSON.</summary>
    /// <param name="outcome">A position in <see cref="Evaluation.FlagSet.Outcomes"/>.</param>
    public byte[] Fragment(int outcome) => _fragments[outcome];

    /// <summary>
    /// The one rule of visibility: server-key-only features never reach a client-side key, and where disabled flags are hidden,
    /// hidden is what the answer says, after overrides, for every key.
    /// </summary>
    /// <param name="outcome">The answer that the flag gave.</param>
    /// <param name="serverSide">The caller used a server-side key.</param>
    public bool IsShown(FlagOutcome outcome, bool serverSide)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return (serverSide || !_serverKeyOnly[outcome.FlagIndex]) && (outcome.Enabled || !_hideDisabled);
    }

    private DateTimeOffset SecondAfter(LiveEnvironment? before)
    {
        var own = Document.UpdatedAt.AddTicks(-(Document.UpdatedAt.Ticks % TimeSpan.TicksPerSecond));
        if (before is null || own > before.ModifiedAt) return own;
        return before.DocumentJson.Plain.Tag == DocumentJson.Plain.Tag ? before.ModifiedAt : before.ModifiedAt.AddSeconds(1);
    }

    // A double printed shortest would lose the point for whole seconds, which the Flutter and C# clients need.
    private static string EpochSeconds(DateTimeOffset time)
    {
        var micros = (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return string.Create(CultureInfo.InvariantCulture, $"{micros / 1_000_000}.{micros % 1_000_000:000000}");
    }
}
