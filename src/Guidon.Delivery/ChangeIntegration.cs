using Guidon.Delivery.Settings;
using Guidon.Events.Changes;

namespace Guidon.Delivery;

/// <summary>An integration that tells of changes. The same floor plan as <see cref="Integration{TSettings}"/>; only the event is another.</summary>
/// <typeparam name="TSettings">The settings as the integration works with them, parsed once per destination.</typeparam>
public abstract class ChangeIntegration<TSettings> : Integration
    where TSettings : class
{
    /// <inheritdoc/>
    public sealed override bool SendsChanges => true;

    /// <inheritdoc/>
    public sealed override BoundIntegration Bind(SettingsValues values)
    {
        var settings = Read(values);
        return new BoundIntegration(
            _ => Mapping.Filtered("not_a_change"),
            (records, attemptAt) => Request(records, settings, attemptAt),
            Judge)
        {
            MapChange = change => change.Version is null || TellsVersions ? Map(change, settings) : Mapping.Filtered(FilterReason.OnlyAVersion),
            Question = CanBeAsked ? (records, since) => Question(records, settings, since) : null,
            Known = Known,
        };
    }

    /// <summary>Whether the receiver is told of versions that went live too; what changed by them are changes of their own, and told in any case.</summary>
    protected virtual bool TellsVersions => false;

    /// <summary>Checked values become settings.</summary>
    protected abstract TSettings Read(SettingsValues values);

    /// <summary>The mapper. Pure; what it throws holds the destination.</summary>
    protected abstract Mapping Map(ChangeEvent change, TSettings settings);

    /// <summary>Builds and signs one attempt.</summary>
    /// <param name="records">At least one, within the limits.</param>
    /// <param name="settings">The destination's.</param>
    /// <param name="attemptAt">The time of this attempt, UTC; each retry is a new attempt.</param>
    protected abstract OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, TSettings settings, DateTimeOffset attemptAt);

    /// <summary>Asks which of these records the receiver has. Called only when it <see cref="Integration.CanBeAsked"/>.</summary>
    /// <param name="records">At least one, of which the receiver may have some.</param>
    /// <param name="settings">The destination's.</param>
    /// <param name="since">When the first attempt that ended without an answer began, UTC.</param>
    protected virtual OutgoingRequest Question(IReadOnlyList<OutgoingRecord> records, TSettings settings, DateTimeOffset since) =>
        throw new NotSupportedException($"{Name} cannot be asked.");

    /// <summary>Reads the answer to the question: the events among these records that the receiver has; <see langword="null"/> when it does not say.</summary>
    protected virtual IReadOnlySet<Guid>? Known(Answer answer, IReadOnlyList<OutgoingRecord> records) => null;

    /// <summary>Reads an answer that is neither a redirect nor missing. By default only the status speaks.</summary>
    protected virtual BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => StatusVerdict.Of(answer);
}
