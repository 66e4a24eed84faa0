using System.Collections.Immutable;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Guidon.Storage.Audit;

/// <summary>
/// Watches one transaction and notes every row that comes, changes or goes, with the old and the new. It looks at what is saved and not at
/// who saves it, so no endpoint can forget its record. Features and their states are told by <see cref="Changes.ChangeTeller"/>.
/// </summary>
public sealed class AuditJournal
{
    private readonly ControlPlane _plane;
    private readonly AuditPlaces _places;
    private readonly Dictionary<object, TouchedRow> _rows = new(ReferenceEqualityComparer.Instance);
    private readonly List<Feature> _wholeFeatures = [];   // came or went: their options, tags and owners are part of that

    /// <summary>Begins to watch; call it before the first change.</summary>
    /// <param name="plane">The context of the transaction.</param>
    public AuditJournal(ControlPlane plane)
    {
        ArgumentNullException.ThrowIfNull(plane);
        (_plane, _places) = (plane, new AuditPlaces(plane));
        plane.SavingChanges += (_, _) => Look();
    }

    /// <summary>What became of everything that was touched; call it when all is saved. What ended as it began is left out.</summary>
    public IReadOnlyList<AuditEntry> Close() =>
        [.. _rows.Where(pair => !IsPart(pair.Key)).SelectMany(pair => EntriesOf(pair.Key, pair.Value))];

    // Runs before the rows are written, so what is above them is still there.
    private void Look()
    {
        foreach (var entry in _plane.ChangeTracker.Entries().ToList())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted)) continue;
            if (entry.Entity is Feature feature && entry.State != EntityState.Modified) _wholeFeatures.Add(feature);
            if (!AuditSubject.IsAudited(entry.Entity.GetType())) continue;
            Note(entry);
        }
    }

    private void Note(EntityEntry entry)
    {
        if (_rows.TryGetValue(entry.Entity, out var row))
        {
            if (entry.State == EntityState.Deleted) row.IsGone = true;
            return;
        }

        var isNew = entry.State == EntityState.Added;
        var old = isNew ? null : Values(entry.OriginalValues);
        _rows.Add(entry.Entity, new TouchedRow(old, old is null ? [] : _places.All(entry.Entity, old)) { IsGone = entry.State == EntityState.Deleted });
    }

    private bool IsPart(object row) => FeatureOf(row) is { } id && _wholeFeatures.Exists(feature => feature.Id == id);

    private static int? FeatureOf(object row) => row switch
    {
        MultivariateOption option => option.FeatureId,
        FeatureTag tag => tag.FeatureId,
        FeatureOwner owner => owner.FeatureId,
        FeatureGroupOwner owner => owner.FeatureId,
        FeatureExternalResource resource => resource.FeatureId,
        _ => null,
    };

    // One for each place that it belongs to: a person is of several organisations.
    private IReadOnlyList<AuditEntry> EntriesOf(object row, TouchedRow touched)
    {
        if (touched is { Old: null, IsGone: true }) return [];
        var current = touched.IsGone ? null : Values(_plane.Entry(row).CurrentValues);
        var now = current?.GetValueOrDefault("DeletedAt") is null ? current : null;   // places are deleted by a mark
        if ((now ?? touched.Old) is not { } values) return [];
        ImmutableArray<AuditField> fields = [.. Differences(row.GetType(), touched.Old, now)];
        if (touched.Old is not null && now is not null && fields.IsEmpty) return [];
        var action = touched.Old is null ? AuditRecord.Create : now is null ? AuditRecord.Delete : AuditRecord.Update;
        var entry = new AuditEntry
        {
            RelatedType = AuditSubject.TypeOf(row.GetType()),
            RelatedId = values.GetValueOrDefault("Id") switch { int id => id, long id and <= int.MaxValue => (int)id, _ => null },
            FeatureId = (row is Feature ? values.GetValueOrDefault("Id") : values.GetValueOrDefault("FeatureId")) as int?,
            RelatedUuid = values.GetValueOrDefault("Uuid") as Guid?,
            Action = action,
            Summary = AuditSubject.Summary(row.GetType(), action, values),
            Fields = fields,
        };
        var places = touched.Old is null ? _places.All(row, values) : touched.Places;
        return [.. places.Select(place => entry with { OrganisationId = place.Organisation, ProjectId = place.Project, EnvironmentId = place.Environment })];
    }

    private static IEnumerable<AuditField> Differences(Type type, IReadOnlyDictionary<string, object?>? old, IReadOnlyDictionary<string, object?>? now)
    {
        foreach (var property in (now ?? old ?? ImmutableDictionary<string, object?>.Empty).Keys.Where(AuditSubject.IsTold))
        {
            var (before, after) = (old?.GetValueOrDefault(property), now?.GetValueOrDefault(property));
            if (Equals(before, after)) continue;
            yield return AuditSubject.IsSecret(type, property)
                ? AuditField.Of(AuditSubject.FieldOf(property), before is null ? null : AuditField.Hidden, after is null ? null : AuditField.Hidden)
                : AuditField.Of(AuditSubject.FieldOf(property), before, after);
        }
    }

    // Columns that hold more than a scalar are compared and told as they are stored.
    private static Dictionary<string, object?> Values(PropertyValues values) => values.Properties.ToDictionary(
        property => property.Name,
        property => values[property] is { } value && property.GetValueConverter() is RulesConverter converter ? converter.ConvertToProvider(value) : values[property],
        StringComparer.Ordinal);

    /// <param name="Old">As it was before; <see langword="null"/> when it is new.</param>
    /// <param name="Places">Where it was before.</param>
    private sealed record TouchedRow(IReadOnlyDictionary<string, object?>? Old, IReadOnlyList<(int? Organisation, int? Project, int? Environment)> Places)
    {
        internal bool IsGone { get; set; }
    }
}
