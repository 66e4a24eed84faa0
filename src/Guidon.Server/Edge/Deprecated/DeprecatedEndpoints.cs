using System.Buffers;
using System.Text.Json;
using Guidon.Contracts;
using Guidon.Evaluation;
using Guidon.Server.Access;
using Guidon.Server.Edge.Traits;

namespace Guidon.Server.Edge.Deprecated;

/// <summary>
/// Endpoints with the identifier in the path, which no current SDK calls. The one rule of visibility holds here too: the original showed
/// server-key-only features to client-side keys.
/// </summary>
internal sealed class DeprecatedEndpoints(IdentitiesEndpoint identities, TraitsEndpoint traits)
{
    private const int IdentifierAt = 3;   // after "api", "v1" and the resource
    private const int KeyAt = 5;

    private static readonly IdentityAnswerStyle s_flags = new("flags", Tagged: true, IdentityAnswer.WriteFlags);
    private static readonly IdentityAnswerStyle s_identity = new("identities", Tagged: true, WriteIdentity);

    /// <summary><c>GET /api/v1/flags/{identifier}</c>: a bare list, evaluated for the identity.</summary>
    internal Task FlagsAsync(HttpContext http, KeyGrant grant) => AnswerAsync(http, grant, s_flags);

    /// <summary><c>GET /api/v1/identities/{identifier}/</c>: flags, traits and segments.</summary>
    internal Task IdentityAsync(HttpContext http, KeyGrant grant) => AnswerAsync(http, grant, s_identity);

    /// <summary><c>POST /api/v1/identities/{identifier}/traits/{key}</c> with <c>trait_value</c>.</summary>
    internal Task TraitAsync(HttpContext http, KeyGrant grant) => JsonBody.AnswerAsync(http, body => TraitGuard.StoreAsync(http, grant, async () =>
    {
        var (identifier, key) = (IdentifierOf(http), PathSegments.Read(http, "key", KeyAt));
        var errors = new FieldErrors();
        var fields = new FieldReader(body, errors);
        if (fields.IsObject && fields.Optional("trait_value") is null)
        {
            await Answers.DetailAsync(http, StatusCodes.Status400BadRequest, ErrorCodes.Invalid, "Trait value not provided");
            return;
        }

        var value = TraitFields.ReadValue(fields, mayDelete: false);
        if (IdentityRequestReader.IdentifierError(identifier) is { } identifierError) errors.Add("identifier", identifierError);
        if (TraitReader.KeyError(key) is { } keyError) errors.Add("trait_key", keyError);
        if (value is null || errors.Any) await errors.SendAsync(http);
        else await traits.StoreAsync(http, grant, new TraitEntry(identifier, new Trait(key, value.Value, Transient: false)));
    }));

    private Task AnswerAsync(HttpContext http, KeyGrant grant, IdentityAnswerStyle style)
    {
        var identifier = IdentifierOf(http);
        return IdentityRequestReader.IdentifierError(identifier) is { } error
            ? Answers.FieldAsync(http, "identifier", error)
            : identities.AnswerAsync(http, grant, new IdentityRequest(identifier, Transient: false, TraitList.Empty), style);
    }

    private static string IdentifierOf(HttpContext http) => PathSegments.Read(http, "identifier", IdentifierAt);

    private static void WriteIdentity(in IdentityEvaluation evaluation, AnswerBuffer buffer)
    {
        var json = buffer.Json;
        json.WriteStartObject();
        IdentityAnswer.WriteTraits(evaluation, json);
        WriteSegments(evaluation, json);
        json.Flush();
        buffer.Bytes.Write(",\"flags\":"u8);
        IdentityAnswer.WriteFlags(evaluation, buffer);
        buffer.Bytes.Write("}"u8);
    }

    // Evaluated once more: memberships are known only where a destination wants them, and nobody is in a hurry here.
    private static void WriteSegments(in IdentityEvaluation evaluation, Utf8JsonWriter json)
    {
        var set = evaluation.Environment.FlagSet;
        var members = new bool[set.Segments.Length];
        Evaluator.Evaluate(set, new Subject(evaluation.Identity.Identifier, evaluation.Identity.Traits), new int[set.Flags.Length], members);
        json.WriteStartArray("segments"u8);
        for (var i = 0; i < members.Length; i++)
        {
            if (!members[i]) continue;
            json.WriteStartObject();
            json.WriteNumber("id"u8, set.Segments[i].SegmentId);
            json.WriteString("name"u8, set.Segments[i].Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
