using Guidon.Evaluation;
using Guidon.Flags;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Server.Edge.Caching;

namespace Guidon.Server.Ofrep;

/// <summary>
/// The OpenFeature Remote Evaluation Protocol 0.3, single and bulk. Keys, visibility and evaluation are those of the SDK API; nothing is
/// stored. A bulk answer for a targeting key is an evaluation and makes an event, a single flag makes none, as in the SDK API.
/// </summary>
internal sealed class OfrepEndpoint(IdentitiesEndpoint identities, IdentityResolver resolver, EdgeMetrics metrics)
{
    private const string Resource = "ofrep";
    private const int KeyAt = 4;   // after "ofrep", "v1", "evaluate" and "flags"

    // Tagged though it is a POST: OFREP asks for If-None-Match here.
    private static readonly IdentityAnswerStyle s_bulk = new(Resource, Tagged: true, OfrepAnswer.WriteBulk);

    /// <summary><c>POST /ofrep/v1/evaluate/flags</c></summary>
    internal async Task BulkAsync(HttpContext http, KeyGrant grant)
    {
        var context = await ReadAsync(http, key: null);
        if (context is null) return;
        if (context.TargetingKey is { } targetingKey) await identities.AnswerAsync(http, grant, context.RequestOf(targetingKey), s_bulk);
        else await EnvironmentAsync(http, grant);
    }

    /// <summary><c>POST /ofrep/v1/evaluate/flags/{key}</c></summary>
    internal async Task SingleAsync(HttpContext http, KeyGrant grant)
    {
        var key = PathSegments.Read(http, "key", KeyAt);
        var context = await ReadAsync(http, key);
        if (context is null) return;
        metrics.Evaluated(Resource);
        var environment = grant.State.Current;
        if (await EvaluateAsync(environment, grant, context, key, http.RequestAborted) is not { } outcome || !environment.IsShown(outcome, grant.ServerSide))
        {
            await OfrepError.NotFound().SendAsync(http, key);
            return;
        }

        EdgeHeaders.Write(http.Response, environment);
        await Answers.JsonAsync(http, StatusCodes.Status200OK, json => OfrepAnswer.WriteFlag(json, environment.FlagSet, outcome));
    }

    /// <returns><see langword="null"/> when the request was answered with an error.</returns>
    private static async ValueTask<OfrepContext?> ReadAsync(HttpContext http, string? key)
    {
        var (body, bodyError) = await JsonBody.ReadAsync(http);
        if (body is null)
        {
            // Anything but a bad body (a wrong content type) the protocol has no words for.
            await (bodyError is null or { Status: StatusCodes.Status400BadRequest } ? OfrepError.Parse().SendAsync(http, key) : bodyError.SendAsync(http));
            return null;
        }

        using (body)
        {
            var (context, error) = OfrepContextReader.Read(body.RootElement);
            if (error is not null) await error.SendAsync(http, key);
            return context;
        }
    }

    private async ValueTask<FlagOutcome?> EvaluateAsync(
        LiveEnvironment environment, KeyGrant grant, OfrepContext context, string key, CancellationToken cancellation)
    {
        var set = environment.FlagSet;
        var flag = set.FindFlag(key);
        if (flag < 0) return null;
        if (context.TargetingKey is not { } targetingKey) return set.Outcomes[Evaluator.EnvironmentOutcome(set, flag)];
        var identity = await resolver.ResolveAsync(environment, context.RequestOf(targetingKey), grant.ServerSide, cancellation);
        return set.Outcomes[Evaluator.EvaluateFlag(set, new Subject(identity.Identifier, identity.Traits), flag)];
    }

    // Without a targeting key there is nobody to choose variants for: what the environment says, as GET /flags/ does.
    private Task EnvironmentAsync(HttpContext http, KeyGrant grant)
    {
        metrics.Evaluated(Resource);
        var environment = grant.State.Current;
        var set = environment.FlagSet;
        using var buffer = AnswerBuffer.Rent(set.Flags.Length, 0);
        foreach (var flag in set.Flags) buffer.Outcomes[flag.Index] = Evaluator.EnvironmentOutcome(set, flag.Index);
        OfrepAnswer.WriteBulk(buffer.Json, environment, buffer.Outcomes.AsSpan(0, set.Flags.Length), grant.ServerSide);
        buffer.Json.Flush();
        EdgeHeaders.Write(http.Response, environment);
        return PersonalAnswers.SendAsync(http, buffer.Bytes.WrittenMemory.ToArray(), tagged: true);
    }
}
