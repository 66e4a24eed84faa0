using Guidon.Server.Edge;
using Guidon.Server.Management.Features;

namespace Guidon.Server.Management.Variants;

/// <summary>
/// <c>PUT</c> and <c>PATCH …/features/{feature}/mv-options/{option}/</c> with any subset. Shares in environments stay: the default counts for what
/// comes later.
/// </summary>
internal sealed class ChangeVariant(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body => changes.AnswerAsync(http, caller, change =>
    {
        if (VariantTarget.Find(change.Plane, caller, http) is not var (feature, option)) return Reply.NotFound;
        var reader = new FieldReader(body, new FieldErrors());
        var wanted = new VariantRequest(reader, option);
        VariantTarget.Check(change.Plane, feature.Id, wanted, reader.Errors, option.Id);
        if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
        if ((option.Key, option.Value) != (wanted.Key, wanted.Value)) change.TouchProject(feature.ProjectId);
        (option.Key, option.Value, option.DefaultPercentageAllocation) = (wanted.Key, wanted.Value, wanted.Share ?? 0);
        return GetVariant.Answer(StatusCodes.Status200OK, option);
    }));
}
