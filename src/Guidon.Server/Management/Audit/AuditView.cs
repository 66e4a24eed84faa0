using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Audit;

/// <summary>Shows audit records, with the names that things and people have now.</summary>
internal static class AuditView
{
    internal static IReadOnlyList<AuditAnswer> Show(ControlPlane plane, IReadOnlyList<AuditRecord> records, bool isDetail)
    {
        List<int> authors = [.. records.Select(record => record.AuthorId ?? 0).Distinct()];
        List<int> projectIds = [.. records.Select(record => record.ProjectId ?? 0).Distinct()];
        List<int> environmentIds = [.. records.Select(record => record.EnvironmentId ?? 0).Distinct()];
        var users = plane.Users.AsNoTracking().Where(user => authors.Contains(user.Id)).ToDictionary(user => user.Id);
        var projects = plane.Projects.Where(project => projectIds.Contains(project.Id)).ToDictionary(project => project.Id, project => project.Name);
        var environments = plane.Environments.Where(each => environmentIds.Contains(each.Id)).ToDictionary(each => each.Id, each => each.Name);
        return
        [
            .. records.Select(record => Show(record, record.AuthorId is { } id ? users.GetValueOrDefault(id) : null, isDetail) with
            {
                Project = record.ProjectId is { } project ? new PlaceSummary(project, projects.GetValueOrDefault(project, "")) : null,
                Environment = record.EnvironmentId is { } environment ? new PlaceSummary(environment, environments.GetValueOrDefault(environment, "")) : null,
            }),
        ];
    }

    private static AuditAnswer Show(AuditRecord record, UserAccount? user, bool isDetail) => new()
    {
        Id = record.Id,
        CreatedDate = record.CreatedAt.UtcDateTime,
        Log = record.Summary,
        Author = record.AuthorId is { } id ? new AuditAuthor(id, record.Author, user?.FirstName ?? "", user?.LastName ?? "") : null,
        KeyName = record is { AuthorId: null, Author.Length: > 0 } ? record.Author : null,
        RelatedObjectId = record.RelatedId,
        RelatedObjectUuid = record.RelatedUuid,
        RelatedObjectType = record.RelatedType,
        Source = record.Source.Length > 0 ? record.Source : null,
        IsSystemEvent = record.IsSystemEvent,
        ChangeType = isDetail ? record.Action : null,
        ChangeDetails = isDetail ? [.. AuditField.Read(record.Fields).Select(field => new AuditDetail(field.Field, field.Old, field.New))] : null,
    };
}
