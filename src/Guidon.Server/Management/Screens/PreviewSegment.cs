using System.Text.Json;
using Guidon.Contracts;
using Guidon.Evaluation;
using Guidon.Evaluation.Explanations;
using Guidon.Flags;
using Guidon.Flags.Documents;
using Guidon.Server.Edge;
using Guidon.Server.Management.Segments;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Screens;

/// <summary>
/// <c>POST /api/guidon/v1/environments/{environment}/segment-preview</c> with <c>rules</c> and perhaps <c>traits</c>: whom they would match among the
/// newest stored identities. The evaluator decides, over a document that has nothing but this segment. <c>segment</c> names a stored one: percentage
/// splits take other identities in each segment, and only so the same here as there.
/// </summary>
internal sealed class PreviewSegment(IControlPlaneStore store)
{
    private const int IdentitiesMax = 1_000;
    private const int ExamplesMax = 10;
    private const int TraitsMax = 100;

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, async body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var rules = new RuleTree(reader).Rules;
        var given = Given(reader);
        var id = reader.Optional("segment") is null ? null : reader.Id("segment");
        var reply = await store.ReadAsync(
            plane =>
            {
                if (plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return Reply.NotFound;
                var stored = id is null ? null : plane.Segments.AsNoTracking().SingleOrDefault(each => each.Id == id && each.ProjectId == environment.ProjectId);
                if (id is not null && stored is null) reader.Errors.Add("segment", "Segment not found.");
                if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
                var seed = stored is null ? 1 : SegmentSeeds.Of(stored);
                return Reply.Of(StatusCodes.Status200OK, Preview(plane, environment, new SegmentDocument { Id = seed, Name = "", Rules = rules }, given), ContractsJson.Default.SegmentPreview);
            },
            http.RequestAborted);
        await reply.SendAsync(http);
    });

    private static SegmentPreview Preview(ControlPlane plane, ProjectEnvironment environment, SegmentDocument segment, Trait[]? given)
    {
        var set = Compile(environment, segment);
        var newest = plane.Identities.AsNoTracking().Where(each => each.EnvironmentId == environment.Id).OrderByDescending(each => each.Id).Take(IdentitiesMax)
            .Select(each => new { each.Id, each.Identifier }).ToList();
        var oldest = newest.Count == 0 ? 0 : newest[^1].Id;
        // Ids are those of all environments: between two of this one there may be any number of others.
        var traits = (from trait in plane.Traits.AsNoTracking()
                      join identity in plane.Identities on trait.IdentityId equals identity.Id
                      where identity.EnvironmentId == environment.Id && identity.Id >= oldest
                      select trait).ToLookup(each => each.IdentityId, each => new Trait(each.Key, Value(each), Transient: false));
        var matched = newest.Where(each => Matches(set, each.Identifier, [.. traits[each.Id]])).Select(each => each.Identifier).ToList();
        return new SegmentPreview(newest.Count, matched.Count, [.. matched.Take(ExamplesMax)], given is null ? null : Matches(set, "somebody", given));
    }

    private static bool Matches(FlagSet set, string identifier, Trait[] traits) => Explainer.Explain(set, new Subject(identifier, traits), 0).Segments[0].Matches;

    private static FlagSet Compile(ProjectEnvironment environment, SegmentDocument segment)
    {
        var feature = new FeatureDocument(1, "preview", Feature.Standard);
        var state = new FeatureStateDocument { Feature = feature, Enabled = false, FeatureStateUuid = "00000000-0000-0000-0000-000000000001" };
        return DocumentCompiler.Compile(new EnvironmentDocument
        {
            Id = environment.Id,
            ApiKey = environment.ApiKey,
            Name = environment.Name,
            UpdatedAt = environment.UpdatedAt,
            FeatureStates = [state],
            Project = new ProjectDocument
            {
                Id = environment.ProjectId,
                Name = "",
                Organisation = new OrganisationDocument { Id = 1, Name = "" },
                Segments = [segment with { FeatureStates = [state with { Enabled = true, FeatureSegmentPriority = 0, FeatureStateUuid = "00000000-0000-0000-0000-000000000002" }] }],
            },
        });
    }

    private static Trait[]? Given(FieldReader reader)
    {
        if (reader.Member("traits") is not { ValueKind: JsonValueKind.Object } traits) return null;
        var properties = traits.EnumerateObject().ToList();
        if (properties.Count > TraitsMax) reader.Errors.Add("traits", $"At most {TraitsMax} traits.");
        return [.. properties.Take(TraitsMax).Select(each => new Trait(each.Name, Value(each.Value), Transient: false))];
    }

    private static TraitValue Value(IdentityTrait trait) => Value(JsonElement.Parse(trait.Value));

    private static TraitValue Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => TraitValue.Boolean(value.GetBoolean()),
        JsonValueKind.Number => TraitValue.Number(value.GetRawText()),
        JsonValueKind.String => TraitValue.Text(value.GetString() ?? ""),
        _ => TraitValue.Null,
    };
}
