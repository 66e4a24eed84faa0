using System.Buffers;
using Guidon.Contracts;
using Guidon.Evaluation;
using Guidon.Flags;
using Guidon.Server.Access;
using Guidon.Server.Edge.Caching;

namespace Guidon.Server.Edge;

/// <summary><c>GET</c> and <c>POST /api/v1/identities/</c>: what the environment says to one identity. The main walk of the product.</summary>
internal sealed class IdentitiesEndpoint(IdentityResolver resolver, EventCapture capture, EdgeMetrics metrics)
{
    // A POST has no representation that could be revalidated, and it is the busiest path of the product.
    private static readonly IdentityAnswerStyle s_posted = new("identities", Tagged: false, IdentityAnswer.Write);
    private static readonly IdentityAnswerStyle s_got = new("identities", Tagged: true, IdentityAnswer.Write);

    internal async Task PostAsync(HttpContext http, KeyGrant grant)
    {
        var (body, bodyError) = await RequestBody.ReadAsync(http);
        if (body is null)
        {
            await (bodyError?.SendAsync(http) ?? Task.CompletedTask);
            return;
        }

        IdentityRequest? request;
        BodyError? error;
        using (body) (request, error) = IdentityRequestReader.Read(body.Utf8);
        await (request is null ? error?.SendAsync(http) ?? Task.CompletedTask : AnswerAsync(http, grant, request, s_posted));
    }

    internal Task GetAsync(HttpContext http, KeyGrant grant)
    {
        var query = http.Request.Query;
        var identifier = (string?)query["identifier"];
        if (string.IsNullOrEmpty(identifier))
        {
            return Answers.DetailAsync(http, StatusCodes.Status400BadRequest, ErrorCodes.Invalid, "Missing identifier");
        }

        if (IdentityRequestReader.IdentifierError(identifier) is { } error) return Answers.FieldAsync(http, "identifier", error);
        var request = new IdentityRequest(identifier, JsonText.ParseFlag(query["transient"]) ?? false, TraitList.Empty);
        return (string?)query["feature"] is { Length: > 0 } feature
            ? AnswerOneAsync(http, grant, request, feature)
            : AnswerAsync(http, grant, request, s_got);
    }

    /// <summary>Evaluates and records as for an answer, for callers who only announce an identity.</summary>
    /// <returns>False when the environment is strict and the event could not be made durable.</returns>
    internal async Task<bool> RecordAsync(KeyGrant grant, IdentityRequest request, CancellationToken cancellation)
    {
        var environment = grant.State.Current;
        var identity = await resolver.ResolveAsync(environment, request, grant.ServerSide, cancellation);
        using var buffer = AnswerBuffer.Rent(environment.FlagSet.Flags.Length, environment.FlagSet.Segments.Length);
        return await capture.CaptureAsync(Evaluate(environment, grant, identity, buffer));
    }

    /// <summary>Evaluates, records and answers.</summary>
    /// <param name="http">The request.</param>
    /// <param name="grant">What its key opens.</param>
    /// <param name="request">Who asks.</param>
    /// <param name="style">How the answer looks.</param>
    internal async Task AnswerAsync(HttpContext http, KeyGrant grant, IdentityRequest request, IdentityAnswerStyle style)
    {
        var environment = grant.State.Current;
        var identity = await resolver.ResolveAsync(environment, request, grant.ServerSide, http.RequestAborted);
        metrics.Evaluated(style.Resource);
        using var buffer = AnswerBuffer.Rent(environment.FlagSet.Flags.Length, environment.FlagSet.Segments.Length);
        var evaluation = Evaluate(environment, grant, identity, buffer);
        if (!await capture.CaptureAsync(evaluation))
        {
            await NotDurableAsync(http);
            return;
        }

        EdgeHeaders.Write(http.Response, environment);
        style.Write(evaluation, buffer);
        await PersonalAnswers.SendAsync(http, buffer.Bytes.WrittenMemory, style.Tagged);
    }

    /// <summary>503 of a strict environment. Flags were decided and are kept back: the caller is to ask again.</summary>
    internal static Task NotDurableAsync(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "1";
        return Answers.DetailAsync(
            http, StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The evaluation could not be recorded, and this environment is strict.");
    }

    // One flag is not an evaluation of the identity in the protocol's sense, so it makes no event.
    private async Task AnswerOneAsync(HttpContext http, KeyGrant grant, IdentityRequest request, string feature)
    {
        var environment = grant.State.Current;
        var set = environment.FlagSet;
        var identity = await resolver.ResolveAsync(environment, request, grant.ServerSide, http.RequestAborted);
        metrics.Evaluated("identities");
        var flag = set.FindFlag(feature);
        var outcome = flag < 0 ? null : set.Outcomes[Evaluator.EvaluateFlag(set, new Subject(identity.Identifier, identity.Traits), flag)];
        if (outcome is null || !environment.IsShown(outcome, grant.ServerSide))
        {
            await FlagsEndpoint.NotFoundAsync(http);
            return;
        }

        EdgeHeaders.Write(http.Response, environment);
        await Answers.JsonAsync(http, StatusCodes.Status200OK, environment.Fragment(outcome.Index));
    }

    private IdentityEvaluation Evaluate(LiveEnvironment environment, KeyGrant grant, ResolvedIdentity identity, AnswerBuffer buffer)
    {
        var set = environment.FlagSet;
        var policy = capture.PolicyOf(environment.Id);
        // Memberships cost a look at every segment, also those without overrides; only some destinations want them.
        var segments = policy.WantsSegments ? buffer.Segments.AsMemory(0, set.Segments.Length) : default;
        var outcomes = buffer.Outcomes.AsMemory(0, set.Flags.Length);
        Evaluator.Evaluate(set, new Subject(identity.Identifier, identity.Traits), outcomes.Span, segments.Span);
        return new IdentityEvaluation(environment, identity, grant.ServerSide, policy, outcomes, segments);
    }
}
