using Guidon.Contracts;
using Guidon.Evaluation;
using Guidon.Flags;
using Guidon.Server.Access;
using Guidon.Server.Edge.Caching;

namespace Guidon.Server.Edge;

/// <summary><c>GET /api/v1/flags/</c>: what the environment says to nobody in particular.</summary>
internal sealed class FlagsEndpoint(EdgeMetrics metrics)
{
    internal Task GetAsync(HttpContext http, KeyGrant grant)
    {
        var environment = grant.State.Current;
        metrics.Evaluated("flags");
        if (http.Request.QueryString.HasValue && (string?)http.Request.Query["feature"] is { Length: > 0 } name)
        {
            return GetOneAsync(http, environment, name, grant.ServerSide);
        }

        EdgeHeaders.Write(http.Response, environment);
        return RenderedAnswers.SendAsync(http, grant.ServerSide ? environment.FlagsForServers : environment.FlagsForClients);
    }

    private static Task GetOneAsync(HttpContext http, LiveEnvironment environment, string name, bool serverSide)
    {
        var set = environment.FlagSet;
        var flag = set.FindFlagIgnoringCase(name);
        if (flag < 0) return NotFoundAsync(http);
        var outcome = set.Outcomes[Evaluator.EnvironmentOutcome(set, flag)];
        if (!environment.IsShown(outcome, serverSide)) return NotFoundAsync(http);
        EdgeHeaders.Write(http.Response, environment);
        return Answers.JsonAsync(http, StatusCodes.Status200OK, environment.Fragment(outcome.Index));
    }

    internal static Task NotFoundAsync(HttpContext http) =>
        Answers.DetailAsync(http, StatusCodes.Status404NotFound, ErrorCodes.NotFound, "Given feature not found");
}
