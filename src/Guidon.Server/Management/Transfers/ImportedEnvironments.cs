using Guidon.Server.Access;
using Guidon.Server.Management.Environments;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Transfers;

/// <summary>Environments of a file and their server-side keys. None is ever removed: SDKs read from them.</summary>
internal static class ImportedEnvironments
{
    internal static void Apply(Import import)
    {
        var (plane, wanted) = (import.Plane, import.File.Environments);
        var rows = plane.Environments.Where(each => each.ProjectId == import.Project.Id).OrderBy(each => each.Id).ToList();
        var all = plane.Environments.IgnoreQueryFilters();
        var uuids = wanted.Select(each => each.Uuid).ToList();
        var (taken, match) = (Import.Taken(all.Select(each => each.Uuid), uuids), new RowMatch<ProjectEnvironment>(rows, each => each.Uuid, each => each.Name, uuids));
        List<ProjectEnvironment> added = [];
        List<ProjectEnvironment> versioned = [];
        foreach (var each in wanted)
        {
            if (match.Take(each.Uuid, each.Name) is { } row)
            {
                var name = row.Name;
                each.Body.Apply(row);
                row.Name = rows.Exists(other => other != row && other.Name == each.Name) ? name : each.Name;
            }
            else
            {
                row = EnvironmentRows.New(import.Change, import.Project.Id, each.Name);
                (row.Uuid, row.ApiKey) = (import.UuidOf(each.Uuid, taken), KeyOf(import, each) ?? row.ApiKey);
                each.Body.Apply(row);
                plane.Add(row);
                added.Add(row);
            }

            if (each.UseFeatureVersions && !row.UseFeatureVersions)
            {
                row.UseFeatureVersions = true;
                versioned.Add(row);
            }

            import.Environments.Add((each, row));
            import.Note("environment", row.Name, row);
        }

        plane.SaveChanges();
        import.Change.BeginVersions.UnionWith(versioned.Select(each => each.Id));
        foreach (var environment in added)
        {
            CreatorGrant.Add(import.Change, import.Change.Caller, Place.Of(plane, environment));
            import.Change.Touch(environment.Id);
        }

        foreach (var (each, row) in import.Environments) AddKeys(import, each, row);
    }

    // Also of a deleted environment: the log refers to its row.
    private static string? KeyOf(Import import, WantedEnvironment wanted)
    {
        if (wanted.ApiKey is not { } key || !import.Plane.Environments.IgnoreQueryFilters().Any(each => each.ApiKey == key)) return wanted.ApiKey;
        import.Progress.Lose($"environments[name={wanted.Name}].api_key", "text", "An environment of this server has it: this one got a new key, and splits take other identities.");
        return null;
    }

    private static void AddKeys(Import import, WantedEnvironment wanted, ProjectEnvironment row)
    {
        foreach (var key in wanted.Keys)
        {
            var hash = import.Secret.Hash(key.Key);
            if (import.Plane.ServerKeys.SingleOrDefault(each => each.KeyHash == hash) is { } old)
            {
                if (old.EnvironmentId != row.Id) import.Progress.Lose($"environments[name={wanted.Name}].server_keys[name={key.Name}]", "text", "Another environment of this server has this key.");
                else import.Note("server_key", key.Name, old);
                continue;
            }

            var added = new ServerKey
            {
                EnvironmentId = row.Id,
                Name = key.Name,
                KeyHash = hash,
                LastFour = key.Key[^FreshKeys.ShownChars..],
                Active = key.Active,
                CreatedAt = import.Change.Now,
                ExpiresAt = key.ExpiresAt,
            };
            import.Plane.Add(added);
            import.Note("server_key", key.Name, added);
            import.Plane.SaveChanges();
            import.Change.Reload(row.Id);
        }
    }
}
