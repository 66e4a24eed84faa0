using System.Globalization;
using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management.Features;

/// <summary>
/// <c>GET …/features/{feature}/evaluation-data/?environment_id=&amp;period=</c>: what SDKs reported per day, for the last <c>period</c> days (30), in
/// one environment or in all of the project that the caller may see.
/// </summary>
internal sealed class GetEvaluations(IControlPlaneStore store, TimeProvider time)
{
    private const int DaysDefault = 30;
    private const int DaysMax = 365;

    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (FeatureTarget.Find(plane, caller, http) is not var (project, feature)) return Reply.NotFound;
        var wanted = http.QueryId("environment_id");
        var environments = plane.SeenEnvironments(caller, project).Where(id => wanted is null || id == wanted).ToList();
        if (wanted is not null && environments.Count == 0) return Reply.Invalid("environment_id is not one of this project's.");
        var days = int.TryParse(((string?)http.Request.Query["period"])?.TrimEnd('d'), NumberStyles.None, CultureInfo.InvariantCulture, out var period) ? Math.Clamp(period, 1, DaysMax) : DaysDefault;
        var from = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date.AddDays(1 - days), TimeSpan.Zero).ToUnixTimeSeconds();
        var hours = plane.FeatureCounts.Where(each => environments.Contains(each.EnvironmentId) && each.Hour >= from && each.FeatureName == feature.Name)
            .Select(each => new { each.Hour, each.Count }).ToList();
        return Reply.Of(
            StatusCodes.Status200OK,
            [
                .. hours.GroupBy(each => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(each.Hour).UtcDateTime)).OrderBy(day => day.Key)
                    .Select(day => new EvaluationDay(day.Key, day.Sum(each => each.Count), new Dictionary<string, string>())),
            ],
            ContractsJson.Default.IReadOnlyListEvaluationDay);
    });
}
