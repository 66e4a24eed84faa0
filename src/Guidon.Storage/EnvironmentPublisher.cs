using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Guidon.Flags;
using Guidon.Flags.Checks;
using Guidon.Flags.Documents;
using Guidon.Storage.Model;

namespace Guidon.Storage;

/// <summary>
/// Turns what operators wrote into what nodes serve from, inside the transaction of the change: a change and its document become
/// visible together or not at all.
/// </summary>
public static class EnvironmentPublisher
{
    // Whose states are in memory together: one question for each of fifty environments costs more than their rows, and each may have thousands.
    internal const int AtOnceMax = 8;

    /// <summary>Saves what is pending in the context, marks the environment as changed now and writes its document anew.</summary>
    /// <param name="plane">Inside <see cref="IControlPlaneStore.WriteAsync"/>.</param>
    /// <param name="environmentId">An environment that exists.</param>
    /// <param name="now">Becomes the document's <c>updated_at</c>, cut to microseconds; moved on to the next whole second when the last one lies in the same.</param>
    /// <exception cref="DocumentRefusedException">The document would be beyond the limits or break a rule; let it undo the transaction.</exception>
    public static void Publish(ControlPlane plane, int environmentId, DateTimeOffset now) => Publish(plane, [environmentId], now);

    /// <summary>The same for several environments at once.</summary>
    /// <param name="plane">As above.</param>
    /// <param name="environmentIds">Environments that exist.</param>
    /// <param name="now">As above.</param>
    /// <exception cref="DocumentRefusedException">As above, for any of them.</exception>
    public static void Publish(ControlPlane plane, IEnumerable<int> environmentIds, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plane);
        ArgumentNullException.ThrowIfNull(environmentIds);
        plane.SaveChanges();
        var ids = environmentIds.ToHashSet();
        if (ids.Count == 0) return;
        // Together and without what is overwritten: a feature of fifty environments would otherwise ask a hundred times more.
        var published = plane.PublishedDocuments.Where(each => ids.Contains(each.EnvironmentId)).Select(each => each.EnvironmentId).ToHashSet();
        foreach (var project in plane.Environments.Where(each => ids.Contains(each.Id)).OrderBy(each => each.Id).ToLookup(each => each.ProjectId))
        {
            var shared = ProjectSource.Load(plane, project.Key);
            foreach (var source in project.Chunk(AtOnceMax).SelectMany(some => EnvironmentSource.Load(plane, some, shared)))
                Store(plane, Publish(source, now), isNew: !published.Contains(source.Environment.Id));
        }

        plane.SaveChanges();
    }

    private static PublishedDocument Publish(EnvironmentSource source, DateTimeOffset now)
    {
        source.Environment.UpdatedAt = After(source.Environment.UpdatedAt, now);
        var document = Document(source);
        var written = Write(source, document);
        Check(document, written.Document);
        return written;
    }

    /// <summary>What an environment's rows say now, whatever is published of them.</summary>
    internal static PublishedDocument Write(EnvironmentSource source) => Write(source, Document(source));

    private static PublishedDocument Write(EnvironmentSource source, EnvironmentDocument document)
    {
        var output = new ArrayBufferWriter<byte>();
        EnvironmentDocumentWriter.Write(document, output);
        return new PublishedDocument
        {
            EnvironmentId = source.Environment.Id,
            Document = output.WrittenSpan.ToArray(),
            Features = FeatureDetailEncoding.Encode(Details(source)),
            PublishedAt = source.Environment.UpdatedAt,
        };
    }

    // Whatever a node would refuse when it loads the document is refused here, where its author can still be told.
    private static void Check(EnvironmentDocument document, byte[] json)
    {
        var broken = DocumentChecks.Check(document).Where(finding => finding.Severity == Severity.Error)
            .Select(finding => new DocumentError(finding.Field, finding.Message));
        ImmutableArray<DocumentError> errors = [.. EnvironmentDocumentReader.Read(json).Errors, .. broken];
        if (!errors.IsEmpty) throw new DocumentRefusedException(document.Name, errors);
    }

    // SDKs and proxies ask "changed since" in whole seconds: two versions within one second, or a clock that went back, must still
    // differ. In a burst of changes the time stamp runs ahead of the clock by a second per change.
    private static DateTimeOffset After(DateTimeOffset last, DateTimeOffset now)
    {
        var cut = StoreTime.Whole(now);
        var nextSecond = new DateTimeOffset(last.UtcTicks - (last.UtcTicks % TimeSpan.TicksPerSecond) + TimeSpan.TicksPerSecond, TimeSpan.Zero);
        return cut >= nextSecond ? cut : nextSecond;
    }

    // One that this context has written before is still in it.
    private static void Store(ControlPlane plane, PublishedDocument document, bool isNew)
    {
        if (plane.PublishedDocuments.Local.FindEntry(document.EnvironmentId) is { } known) known.CurrentValues.SetValues(document);
        else if (isNew) plane.Add(document);
        else plane.Update(document);
    }

    private static ImmutableArray<FeatureDetail> Details(EnvironmentSource source) =>
    [
        .. source.Features.Values.OrderBy(feature => feature.Id).Select(feature => new FeatureDetail(
            feature.Id, feature.CreatedAt, feature.DefaultEnabled, feature.Description, feature.InitialValue)),
    ];

    private static EnvironmentDocument Document(EnvironmentSource source) => new()
    {
        Id = source.Environment.Id,
        ApiKey = source.Environment.ApiKey,
        Name = source.Environment.Name,
        UpdatedAt = source.Environment.UpdatedAt,
        AllowClientTraits = source.Environment.AllowClientTraits,
        HideSensitiveData = source.Environment.HideSensitiveData,
        HideDisabledFlags = source.Environment.HideDisabledFlags,
        UseIdentityCompositeKeyForHashing = source.Environment.UseIdentityCompositeKeyForHashing,
        UseIdentityOverridesInLocalEval = source.Environment.UseIdentityOverridesInLocalEval,
        Project = Project(source),
        FeatureStates = [.. source.States.Where(state => state is { SegmentId: null, Identifier: null }).Select(source.State)],
        // All of them, whatever the switch for local evaluation says: this node evaluates from the same document.
        IdentityOverrides = IdentityOverrides(source),
    };

    private static ProjectDocument Project(EnvironmentSource source) => new()
    {
        Id = source.Project.Id,
        Name = source.Project.Name,
        HideDisabledFlags = source.Project.HideDisabledFlags,
        EnableRealtimeUpdates = source.Project.EnableRealtimeUpdates,
        ServerKeyOnlyFeatureIds =
            [.. source.Features.Values.Where(feature => feature.IsServerKeyOnly).Select(feature => feature.Id).Order()],
        Organisation = new OrganisationDocument
        {
            Id = source.Organisation.Id,
            Name = source.Organisation.Name,
            FeatureAnalytics = source.Organisation.FeatureAnalytics,
            StopServingFlags = source.Organisation.StopServingFlags,
            PersistTraitData = source.Organisation.PersistTraitData,
        },
        Segments = Segments(source),
    };

    private static ImmutableArray<SegmentDocument> Segments(EnvironmentSource source)
    {
        var overrides = source.States.Where(state => state.SegmentId is not null).ToLookup(state => state.SegmentId);
        return
        [
            .. source.Segments
                // A segment of one feature is of no use to SDKs where that feature does not use it.
                .Where(segment => segment.FeatureId is null || overrides[segment.Id].Any())
                .Select(segment => new SegmentDocument
                {
                    Id = segment.HashSeed ?? segment.Id,
                    Name = segment.Name,
                    Rules = segment.Rules,
                    FeatureStates = [.. overrides[segment.Id].Select(source.State)],
                }),
        ];
    }

    private static ImmutableArray<IdentityOverrideDocument> IdentityOverrides(EnvironmentSource source) =>
    [
        .. source.States.Where(state => state.Identifier is not null)
            .GroupBy(state => state.Identifier ?? "", StringComparer.Ordinal)
            .Select(states => new IdentityOverrideDocument
            {
                Identifier = states.Key,
                EnvironmentApiKey = source.Environment.ApiKey,
                CreatedAt = states.Min(state => state.CreatedAt),
                IdentityUuid = IdentityUuid(source.Environment.ApiKey, states.Key).ToString(),
                Features = [.. states.Select(source.State)],
            }),
    ];

    // Overrides name identities that need not be stored, so their uuid is derived: the same in every document and on every node.
    private static Guid IdentityUuid(string environmentKey, string identifier)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(environmentKey + "_" + identifier)).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);   // version 8, RFC 9562: custom
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
