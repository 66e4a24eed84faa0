using Guidon.Contracts;
using Guidon.Evaluation;
using Guidon.Evaluation.Explanations;
using Guidon.Flags;
using Guidon.Server.Access;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>
/// <c>GET /api/guidon/v1/environments/{environment}/explain?identifier=…&amp;feature=…</c>: why a flag is worth to one identity what it is,
/// with the traits that are stored now.
/// </summary>
internal sealed class ExplainFlag(IControlPlaneStore store, EnvironmentKeys environments, IIdentityStore identities)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var key = http.PathText("environment");
        var isOwn = await store.ReadAsync(plane => plane.FindEnvironment(caller, key) is not null, http.RequestAborted);
        var environment = isOwn ? environments.FindClient(key)?.State.Current : null;
        var identifier = (string?)http.Request.Query["identifier"];
        var flag = environment?.FlagSet.FindFlag((string?)http.Request.Query["feature"] ?? "") ?? -1;
        if (environment is null || flag < 0)
        {
            await Answers.DetailAsync(http, StatusCodes.Status404NotFound, ErrorCodes.NotFound, environment is null ? "Not found." : "Given feature not found");
            return;
        }

        if (string.IsNullOrEmpty(identifier))
        {
            await Answers.FieldAsync(http, "identifier", "This field is required.");
            return;
        }

        var stored = await identities.FindAsync(environment.Id, identifier, http.RequestAborted);
        Trait[] traits = [.. (stored?.Traits ?? []).Select(trait => new Trait(trait.Key, trait.Value, Transient: false))];
        var explanation = Explainer.Explain(environment.FlagSet, new Subject(identifier, traits), flag);
        await Answers.JsonAsync(http, StatusCodes.Status200OK, explanation, ExplanationJson.Default.Explanation);
    }
}
