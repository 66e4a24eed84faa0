using System.Collections.Immutable;
using Guidon.Delivery.Mail;
using Guidon.Delivery.Settings;
using Guidon.Events;

namespace Guidon.Delivery;

/// <summary>
/// The floor plan that every integration follows: what can be set, what fits into a request, how an event becomes records,
/// how records become a request, and how an answer is read. Write one by deriving from <see cref="Integration{TSettings}"/>.
/// </summary>
public abstract class Integration
{
    /// <summary>The name in the catalog, in URLs and on disk, for example <c>webhook</c>. Never changes.</summary>
    public abstract string Name { get; }

    /// <summary>From 1; rises with every change of what the mapper or the request makes of an event.</summary>
    public abstract int MapperVersion { get; }

    /// <summary>The receiver's limits, each with its source.</summary>
    public abstract IntegrationLimits Limits { get; }

    /// <summary>The settings, in the order that people fill them in.</summary>
    public abstract ImmutableArray<SettingsField> Fields { get; }

    /// <summary>What operators must know; <see langword="null"/> only for integrations outside of the catalog.</summary>
    public virtual IntegrationFacts? Facts => null;

    /// <summary>Whether its events must carry the identity's traits.</summary>
    public virtual bool WantsTraits => false;

    /// <summary>Whether its events must carry the identity's segments.</summary>
    public virtual bool WantsSegments => false;

    /// <summary>What the receiver does with an event that it has already, for the person who plans a replay.</summary>
    public string Duplicates => Facts is { } facts
        ? $"Deduplicated by {facts.Dedupe}. A replay: {facts.Replay}."
        : "Each request carries the event's id; whether a second one is recognised is the receiver's business.";

    /// <summary>Whether its mappings have states of profiles (<see cref="Mapping.States"/>), which an older event must not overwrite.</summary>
    public virtual bool KeepsProfiles => false;

    /// <summary>
    /// How old an event may be when it is sent; older ones are parked as <c>too_old</c>, never sent under another time.
    /// <see langword="null"/>, the default, when the receiver takes any age.
    /// </summary>
    public virtual TimeSpan? AgeMax => null;

    /// <summary>
    /// Whether the receiver can say which records it has. Then an attempt that ended without an answer is followed by a question, and only what
    /// is missing is sent again.
    /// </summary>
    public virtual bool CanBeAsked => false;

    /// <summary>Whether it sends changes of flags; otherwise it sends evaluations.</summary>
    public virtual bool SendsChanges => false;

    /// <summary>Whether it brings alerts to people.</summary>
    public virtual bool SendsAlerts => false;

    /// <summary>Whether it is the installation's own: made from the configuration of the node, and no person can add or see one.</summary>
    public virtual bool IsOfInstallation => false;

    /// <summary>Where it can be configured.</summary>
    public virtual ImmutableArray<IntegrationLevel> Levels => IsOfInstallation ? [] : [IntegrationLevel.Environment];

    /// <summary>Whether one environment or organisation may have several; then it has endpoints of its own.</summary>
    public virtual bool HasSeveral => false;

    /// <summary>The stream of the log that its destinations read.</summary>
    /// <param name="level">One of <see cref="Levels"/>.</param>
    /// <param name="id">Of the environment, project or organisation.</param>
    public int StreamOf(IntegrationLevel level, int id) => SendsAlerts ? EventStream.OfAlerts(id) : (SendsChanges, level) switch
    {
        (false, _) => id,
        (_, IntegrationLevel.Environment) => EventStream.OfEnvironmentChanges(id),
        (_, IntegrationLevel.Project) => EventStream.OfProjectChanges(id),
        _ => EventStream.OfOrganisationChanges(id),
    };

    /// <summary>Rules beyond those of single fields; called when all fields are right by themselves.</summary>
    public virtual void Check(SettingsValues values, SettingsErrors errors)
    {
    }

    /// <summary>The mail server that settings name, to be checked as an address is; <see langword="null"/>, the default, when they name none.</summary>
    public virtual MailServer? ServerOf(SettingsValues values) => null;

    /// <summary>The integration at work for one destination.</summary>
    public abstract BoundIntegration Bind(SettingsValues values);
}
