using Guidon.Events;
using Guidon.Events.Changes;
using Guidon.Storage.Audit;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Changes;

/// <summary>
/// Tells organisations of audit records: <c>audit.created</c> for each that <see cref="ChangeTeller"/> does not tell of. What a record says was different
/// stays in the record; the event has its words.
/// </summary>
/// <param name="plane">Where names are looked up; has the outbox.</param>
/// <param name="ids">Ids of the events.</param>
/// <param name="changedBy">As <see cref="ChangeEvent.ChangedBy"/>.</param>
/// <param name="now">The time of the change; cut to microseconds.</param>
/// <param name="source">As <see cref="ChangeEvent.Source"/>.</param>
public sealed class RecordTeller(ControlPlane plane, EventIdSource ids, string changedBy, DateTimeOffset now, string? source)
{
    /// <summary>Records of one change and organisation that are told one by one; the rest are counted in one event more.</summary>
    public const int EventsMax = 1_000;

    private static readonly string[] s_told = ["FEATURE", "FEATURE_STATE", "SEGMENT"];

    private readonly Dictionary<(int, int?, int?), (Named Organisation, Named? Project, Named? Environment)> _places = [];

    /// <summary>Writes the events of these records into the context's outbox.</summary>
    /// <returns>The streams that have them.</returns>
    public IReadOnlyCollection<int> Tell(IEnumerable<AuditEntry> entries)
    {
        var streams = new HashSet<int>();
        foreach (var ofOne in entries.Where(each => each.OrganisationId is not null && !s_told.Contains(each.RelatedType) && !IsOwnBeginning(each) && !IsOwnState(each)).GroupBy(each => each.OrganisationId ?? 0))
        {
            List<AuditEntry> records = [.. ofOne];
            foreach (var record in records.Take(EventsMax)) Add(ofOne.Key, record, record.Summary);
            if (records.Count > EventsMax) Add(ofOne.Key, records[EventsMax], string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{records.Count - EventsMax} more records of the same change"));
            streams.Add(EventStream.OfOrganisationChanges(ofOne.Key));
        }

        return streams;
    }

    // The first thing that a receiver of the organisation would be told is that it was made.
    private static bool IsOwnBeginning(AuditEntry record) => record is { RelatedType: "DESTINATION", Action: Model.AuditRecord.Create, ProjectId: null };

    // Nor what the server did to a receiver of the organisation: one that refuses every other event would be told of that for ever.
    private bool IsOwnState(AuditEntry record) => changedBy.Length == 0 && record is { RelatedType: "DESTINATION", Action: Model.AuditRecord.Update, ProjectId: null };

    private void Add(int organisationId, AuditEntry record, string summary)
    {
        var (organisation, project, environment) = PlaceOf((organisationId, record.ProjectId, record.EnvironmentId));
        var change = new ChangeEvent
        {
            Action = record.Action switch
            {
                Model.AuditRecord.Create => ChangeAction.Created,
                Model.AuditRecord.Delete => ChangeAction.Deleted,
                _ => ChangeAction.Updated,
            },
            ChangedBy = changedBy,
            Source = source,
            Organisation = organisation,
            Project = project ?? ChangeEvent.NoProject,
            Environment = environment,
            Thing = new AuditedThing(record.RelatedType, record.RelatedId, record.RelatedUuid),
            Feature = new FeatureSnapshot { Id = record.RelatedId ?? 0, Uuid = record.RelatedUuid ?? Guid.Empty, Name = summary, Type = record.RelatedType, CreatedAt = now, DefaultEnabled = false },
            Summary = summary,
        };
        var at = StoreTime.Whole(now);
        plane.Outbox.Add(new NewEvent(ids.Next(), EventKind.AuditCreated, EventStream.OfOrganisationChanges(organisationId), FlagTableId: 0, at, ChangeEventEncoding.Encode(change)));
    }

    // Also of what is gone: its row stays, marked and renamed.
    private (Named Organisation, Named? Project, Named? Environment) PlaceOf((int Organisation, int? Project, int? Environment) ids)
    {
        if (_places.TryGetValue(ids, out var known)) return known;
        var organisation = plane.Organisations.IgnoreQueryFilters().Where(each => each.Id == ids.Organisation).Select(each => each.Name).SingleOrDefault();
        var project = ids.Project is { } own ? plane.Projects.IgnoreQueryFilters().Where(each => each.Id == own).Select(each => each.Name).SingleOrDefault() : null;
        var environment = ids.Environment is { } inner ? plane.Environments.IgnoreQueryFilters().Where(each => each.Id == inner).Select(each => each.Name).SingleOrDefault() : null;
        return _places[ids] = (new Named(ids.Organisation, organisation ?? ""), Named(ids.Project, project), Named(ids.Environment, environment));
    }

    private static Named? Named(int? id, string? name) => id is { } known && name is not null ? new Named(known, name.StartsWith($"{known} deleted: ", StringComparison.Ordinal) ? name[$"{known} deleted: ".Length..] : name) : null;
}
