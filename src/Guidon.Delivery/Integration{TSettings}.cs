using Guidon.Delivery.Settings;
using Guidon.Events;

namespace Guidon.Delivery;

/// <summary>An integration with its own settings type. All four methods are pure: same input, same output, no clock, no I/O.</summary>
/// <typeparam name="TSettings">The settings as the integration works with them, parsed once per destination.</typeparam>
public abstract class Integration<TSettings> : Integration
    where TSettings : class
{
    /// <inheritdoc/>
    public sealed override BoundIntegration Bind(SettingsValues values)
    {
        var settings = Read(values);
        return new BoundIntegration(
            happened => Map(happened, settings),
            (records, attemptAt) => Request(records, settings, attemptAt),
            Judge);
    }

    /// <summary>Checked values become settings.</summary>
    protected abstract TSettings Read(SettingsValues values);

    /// <summary>The mapper. What it throws holds the destination: nothing is lost, and a mended mapper goes on from there.</summary>
    protected abstract Mapping Map(EvaluatedEvent happened, TSettings settings);

    /// <summary>Builds and signs one attempt.</summary>
    /// <param name="records">At least one, within the limits.</param>
    /// <param name="settings">The destination's.</param>
    /// <param name="attemptAt">The time of this attempt, UTC; each retry is a new attempt.</param>
    protected abstract OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, TSettings settings, DateTimeOffset attemptAt);

    /// <summary>Reads an answer that is neither a redirect nor missing. By default only the status speaks.</summary>
    protected virtual BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => StatusVerdict.Of(answer);
}
