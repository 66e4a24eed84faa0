using System.Collections.Immutable;
using Guidon.Delivery.Settings;
using Guidon.Events.Alerts;

namespace Guidon.Delivery;

/// <summary>
/// An integration that brings alerts to people: a channel. The same floor plan as <see cref="Integration{TSettings}"/>; only the event is another.
/// Its <c>when</c> says whether it is a first channel or a second one, which is told what a first one did not take.
/// </summary>
/// <typeparam name="TSettings">The settings as the integration works with them, parsed once per destination.</typeparam>
public abstract class AlertIntegration<TSettings> : Integration
    where TSettings : class
{
    /// <inheritdoc/>
    public sealed override bool SendsAlerts => true;

    /// <inheritdoc/>
    public sealed override ImmutableArray<IntegrationLevel> Levels => [IntegrationLevel.Organisation];

    /// <inheritdoc/>
    public sealed override BoundIntegration Bind(SettingsValues values)
    {
        var settings = Read(values);
        var isSecond = AlertFields.IsSecond(values);
        var pagesOnly = AlertFields.PagesOnly(values);
        return new BoundIntegration(
            _ => Mapping.Filtered("not_an_alert"),
            (records, attemptAt) => Request(records, settings, attemptAt),
            Judge)
        {
            MapAlert = alert =>
                alert.IsEscalated != isSecond ? Mapping.Filtered(isSecond ? FilterReason.FirstChannelWorks : FilterReason.ForSecondChannels)
                : pagesOnly && !alert.IsPage ? Mapping.Filtered(FilterReason.NoPage)
                : Map(alert, settings),
        };
    }

    /// <summary>Checked values become settings.</summary>
    protected abstract TSettings Read(SettingsValues values);

    /// <summary>The mapper. Pure; what it throws holds the destination.</summary>
    protected abstract Mapping Map(AlertEvent alert, TSettings settings);

    /// <summary>Builds and signs one attempt.</summary>
    /// <param name="records">At least one, within the limits.</param>
    /// <param name="settings">The destination's.</param>
    /// <param name="attemptAt">The time of this attempt, UTC; each retry is a new attempt.</param>
    protected abstract OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, TSettings settings, DateTimeOffset attemptAt);

    /// <summary>Reads an answer that is neither a redirect nor missing. By default only the status speaks.</summary>
    protected virtual BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => StatusVerdict.Of(answer);
}
