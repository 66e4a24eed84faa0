using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>
/// The operations that tools of the protocol call, as the management notes list them by tier, against the routes of this server. docs/management-checklist.md
/// says why the missing ones are missing.
/// </summary>
public sealed class OperationTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    // Below /api/v1, unless they say otherwise.
    private const string FirstTier =
        """
        GET /version/
        GET /health
        GET /health/liveness
        GET /health/readiness
        GET /config/project-overrides
        POST /auth/login/
        POST /auth/users/
        GET,PATCH /auth/users/me/
        POST /auth/logout/
        DELETE /auth/token/
        POST /auth/users/set_password/
        POST /auth/users/reset_password/
        POST /auth/users/reset_password_confirm/
        GET /auth/mfa/user-active-methods/
        GET,POST /organisations/
        GET,PUT,PATCH,DELETE /organisations/{id}/
        GET /organisations/get-by-uuid/{uuid}/
        GET /organisations/{id}/get-subscription-metadata/
        GET /organisations/{id}/projects/
        GET /organisations/{id}/my-permissions/
        GET /organisations/{o}/users/
        POST /organisations/{o}/users/{id}/update-role/
        POST /organisations/{id}/remove-users/
        POST /organisations/{id}/invite/
        GET,POST /organisations/{o}/invites/
        GET,DELETE /organisations/{o}/invites/{id}/
        POST /organisations/{o}/invites/{id}/resend/
        GET,POST /organisations/{o}/invite-links/
        DELETE /organisations/{o}/invite-links/{id}/
        POST /users/join/{hash}/
        POST /users/join/link/{hash}/
        GET /organisations/{o}/groups/
        GET /organisations/{o}/groups/summaries/
        GET,POST /organisations/{o}/master-api-keys/
        GET,PUT,PATCH,DELETE /organisations/{o}/master-api-keys/{prefix}/
        GET,POST /organisations/{o}/webhooks/
        GET,PUT,PATCH,DELETE /organisations/{o}/webhooks/{id}/
        GET /organisations/{o}/audit/
        GET /organisations/{o}/audit/{id}/
        GET /organisations/{o}/usage-data/
        POST /webhooks/test/
        GET,POST /projects/
        GET,PUT,PATCH,DELETE /projects/{id}/
        GET /projects/get-by-uuid/{uuid}/
        GET /projects/{id}/environments/
        GET /projects/{id}/my-permissions/
        GET,POST /projects/{p}/tags/
        GET,PUT,PATCH,DELETE /projects/{p}/tags/{id}/
        GET /projects/{p}/tags/get-by-uuid/{uuid}/
        GET /projects/{p}/audit/
        GET /projects/{p}/audit/{id}/
        GET,POST /environments/
        GET,PUT,PATCH,DELETE /environments/{api_key}/
        GET /environments/get-by-uuid/{uuid}/
        POST /environments/{api_key}/clone/
        GET /environments/{api_key}/document/
        GET /environments/{api_key}/my-permissions/
        GET,POST /environments/{k}/api-keys/
        PUT,PATCH,DELETE /environments/{k}/api-keys/{id}/
        GET,POST /environments/{k}/webhooks/
        PUT,PATCH,DELETE /environments/{k}/webhooks/{id}/
        GET,POST /projects/{p}/features/
        GET,PUT,PATCH,DELETE /projects/{p}/features/{id}/
        GET /features/get-by-uuid/{uuid}/
        POST /projects/{p}/features/{id}/add-owners/
        POST /projects/{p}/features/{id}/remove-owners/
        POST /projects/{p}/features/{id}/add-group-owners/
        POST /projects/{p}/features/{id}/remove-group-owners/
        GET /projects/{p}/features/{id}/evaluation-data/
        GET,POST /projects/{p}/features/{f}/mv-options/
        GET,PUT,PATCH,DELETE /projects/{p}/features/{f}/mv-options/{id}/
        GET /multivariate/options/get-by-uuid/{uuid}/
        GET,POST /features/featurestates/
        PUT,PATCH /features/featurestates/{id}/
        GET /features/featurestates/get-by-uuid/{uuid}/
        GET,POST /environments/{k}/featurestates/
        GET,PUT,PATCH,DELETE /environments/{k}/featurestates/{id}/
        GET,POST /features/feature-segments/
        GET,PUT,PATCH,DELETE /features/feature-segments/{id}/
        GET /features/feature-segments/get-by-uuid/{uuid}/
        POST /features/feature-segments/update-priorities/
        POST /environments/{k}/features/{feature_pk}/create-segment-override/
        GET,PATCH,PUT /api/__future__/environments/{environment_key}/features/{feature_id}/
        DELETE /api/__future__/environments/{environment_key}/features/{feature_id}/segment-overrides/{segment_id}/
        GET,POST /projects/{p}/segments/
        GET,PUT,PATCH,DELETE /projects/{p}/segments/{id}/
        GET /segments/get-by-uuid/{uuid}/
        GET /projects/{p}/segments/{id}/associated-features/
        GET,POST /environments/{k}/identities/
        GET,PUT,PATCH,DELETE /environments/{k}/identities/{id}/
        GET,POST /environments/{k}/identities/{identity_pk}/featurestates/
        GET,PUT,PATCH,DELETE /environments/{k}/identities/{identity_pk}/featurestates/{id}/
        GET /environments/{k}/identities/{identity_pk}/featurestates/all/
        GET,POST /environments/{k}/identities/{identity_pk}/traits/
        GET,PUT,PATCH,DELETE /environments/{k}/identities/{identity_pk}/traits/{id}/
        """;

    // Of the second tier; what is not here is answered as the original answers what it does not have.
    private const string SecondTier =
        """
        PUT,DELETE /auth/users/me/
        POST /auth/users/set_email/
        GET,POST /oauth/authorize/
        POST /auth/login/code/
        POST /auth/app/activate/
        POST /auth/app/activate/confirm/
        POST /auth/app/deactivate/
        GET /organisations/permissions/
        POST /organisations/{o}/groups/
        GET,PUT,PATCH,DELETE /organisations/{o}/groups/{id}/
        POST /organisations/{o}/groups/{id}/add-users/
        POST /organisations/{o}/groups/{id}/remove-users/
        GET /organisations/{o}/groups/my-groups/
        POST /organisations/{o}/groups/{group_pk}/users/{user_pk}/make-admin
        POST /organisations/{o}/groups/{group_pk}/users/{user_pk}/remove-admin
        GET,POST /organisations/{o}/user-permissions/
        PUT,PATCH,DELETE /organisations/{o}/user-permissions/{id}/
        GET,POST /organisations/{o}/user-group-permissions/
        PUT,PATCH,DELETE /organisations/{o}/user-group-permissions/{id}/
        GET /organisations/{o}/usage-data/total-count/
        GET /organisations/{o}/roles/
        GET /projects/permissions/
        GET,POST /projects/{p}/user-permissions/
        GET,PUT,PATCH,DELETE /projects/{p}/user-permissions/{id}/
        GET,POST /projects/{p}/user-group-permissions/
        GET,PUT,PATCH,DELETE /projects/{p}/user-group-permissions/{id}/
        GET /environments/permissions/
        GET,POST /environments/{k}/user-permissions/
        GET,PUT,PATCH,DELETE /environments/{k}/user-permissions/{id}/
        GET,POST /environments/{k}/user-group-permissions/
        GET,PUT,PATCH,DELETE /environments/{k}/user-group-permissions/{id}/
        POST /features/create-feature-export/
        GET /features/download-feature-export/{feature_export_id}/
        POST /features/feature-import/{environment_id}
        GET /projects/{p}/feature-exports/
        GET /projects/{p}/feature-imports/
        POST /environments/{api_key}/enable-v2-versioning/
        POST /environments/{api_key}/disable-v2-versioning/
        GET,POST /environments/{e}/features/{f}/versions/
        DELETE /environments/{e}/features/{f}/versions/{id}/
        POST /environments/{e}/features/{f}/versions/{id}/publish/
        GET,POST /environments/{e}/features/{f}/versions/{v}/featurestates/
        PUT,PATCH,DELETE /environments/{e}/features/{f}/versions/{v}/featurestates/{id}/
        GET /environment-feature-versions/{id}/
        GET /environments/{e}/feature-lifecycle-counts/
        GET,POST /projects/{p}/feature-health/providers/
        DELETE /projects/{p}/feature-health/providers/{name}/
        GET /projects/{p}/feature-health/events/
        POST /projects/{p}/feature-health/events/{id}/dismiss/
        POST /feature-health/{path}
        POST /projects/{p}/code-references/
        GET /projects/{p}/features/{f}/code-references/
        GET,POST /projects/{p}/features/{f}/feature-external-resources/
        GET,PUT,PATCH,DELETE /projects/{p}/features/{f}/feature-external-resources/{id}/
        """;

    // Beside what signs people in: see the checklist.
    private const string MissingOfTheSecondTier =
        """
        PATCH /auth/users/me/onboarding/
        GET /organisations/{id}/user-detailed-permissions/{user_id}/
        GET,POST /organisations/{o}/trust-relationships/
        GET,PUT,PATCH,DELETE /organisations/{o}/trust-relationships/{id}/
        GET,POST /organisations/{o}/metadata-model-fields/
        GET,PUT,PATCH,DELETE /organisations/{o}/metadata-model-fields/{id}/
        GET /organisations/{o}/metadata-model-fields/supported-content-types/
        GET /organisations/{o}/metadata-model-fields/supported-required-for-models/
        GET,POST /metadata/fields/
        GET,PUT,PATCH,DELETE /metadata/fields/{id}/
        GET /projects/{p}/metadata/fields/
        GET /projects/{p}/metadata/fields/{id}/
        GET /projects/{id}/user-detailed-permissions/{user_id}/
        GET /projects/{p}/all-user-permissions/{user_pk}/
        GET /environments/{api_key}/user-detailed-permissions/{user_id}/
        GET /environments/{api_key}/trait-keys/
        POST /environments/{api_key}/delete-traits/
        GET /environments/{k}/metrics/
        POST /environments/{k}/identities/{identity_pk}/featurestates/clone-from-given-identity/
        POST /projects/{p}/segments/{id}/clone/
        GET,POST /projects/{p}/imports/launch-darkly/
        GET /projects/{p}/imports/launch-darkly/{id}/
        GET /environments/{k}/integrations/slack-channels/
        GET /environments/{k}/integrations/slack/oauth/
        GET /environments/{k}/integrations/slack/callback/
        GET /environments/{k}/integrations/slack/signature/
        """;

    private static readonly string[] s_roots = ["/api/", "/version/", "/health", "/config/"];
    private static readonly string[] s_ofEnvironments = ["amplitude", "segment", "heap", "mixpanel", "rudderstack", "webhook", "sentry", "dynatrace", "slack"];
    private static readonly string[] s_ofProjects = ["datadog", "new-relic", "grafana"];

    private GuidonProcess Server => fixture.Server;

    [Fact]
    public async Task Every_operation_of_the_first_tier_is_a_route()
    {
        var integrations = s_ofEnvironments.Select(name => $"/environments/{{k}}/integrations/{name}/").Concat(s_ofProjects.Select(name => $"/projects/{{p}}/integrations/{name}/"))
            .SelectMany(path => (string[])[$"GET,POST {path}", $"GET,PUT,PATCH,DELETE {path}{{id}}/"]);
        Assert.Empty(await MissingAsync([.. Lines(FirstTier), .. Lines(SecondTier), .. integrations]));
    }

    [Fact]
    public async Task What_is_not_offered_is_not_found_in_json()
    {
        foreach (var line in Lines(MissingOfTheSecondTier).Concat(["GET /projects/{p}/change-requests/", "GET /environments/{k}/edge-identities/", "GET /environments/{k}/experiments/", "GET /projects/{p}/release-pipelines/", "GET /organisations/{o}/roles/1/"]))
        {
            foreach (var method in line.Split(' ')[0].Split(','))
            {
                using var answer = await Server.SendAsync($"Api-Key {GuidonProcess.ApiKey}", method, Path(line.Split(' ')[1])[1..], method == "GET" ? null : "{}");
                // Where the last part could be an id of something else, that has another method.
                Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"{method} {line}: {answer.StatusCode}");
                Assert.True(JsonElement.Parse(await answer.Content.ReadAsStringAsync()).TryGetProperty("detail", out _), line);
            }
        }
    }

    private async Task<List<string>> MissingAsync(IReadOnlyList<string> lines)
    {
        List<string> missing = [];
        foreach (var line in lines)
        {
            var (methods, path) = (line.Split(' ')[0].Split(','), Path(line.Split(' ')[1]));
            using var request = new HttpRequestMessage(new HttpMethod("PROPFIND"), new Uri(Server.Address, path));
            using var answer = await Server.Http.SendAsync(request);
            missing.AddRange(methods.Except(answer.Content.Headers.Allow).Select(method => $"{method} {path}"));
        }

        return missing;
    }

    private static string[] Lines(string operations) => operations.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // Ids do not matter: nothing is looked up for a method that is not there.
    private string Path(string pattern) => (Array.Exists(s_roots, root => pattern.StartsWith(root, StringComparison.Ordinal)) ? "" : "/api/v1")
        + System.Text.RegularExpressions.Regex.Replace(pattern.Replace("{k}", Server.ClientKey, StringComparison.Ordinal).Replace("environments/{api_key}", "environments/" + Server.ClientKey, StringComparison.Ordinal), "{[^}]+}", "1");
}
