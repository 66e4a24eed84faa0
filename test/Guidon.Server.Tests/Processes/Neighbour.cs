using System.Net.Http.Headers;
using Guidon.Server.Access;
using Guidon.Server.Start;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests.Processes;

/// <summary>A second organisation in the installation of a test, written through the control plane while the server is stopped.</summary>
public static class Neighbour
{
    public const string ApiKey = "neighbour-master-key-0123";

    public const string ClientKey = "client-neighbour";

    public const string ServerKey = "ser.neighbour";

    /// <summary>Of the first organisation, as the next one.</summary>
    public const string RevokedKey = "revoked-master-key-0123";

    public const string ExpiredKey = "expired-master-key-0123";

    /// <summary>Of the first organisation, without any grant.</summary>
    public const string PowerlessKey = "powerless-master-key-0123";

    /// <summary>Of the neighbour's administrator.</summary>
    public const string StrangerToken = "1111111111111111111111111111111111111111";

    /// <summary>Of a member of the first organisation to whom nothing was granted.</summary>
    public const string PowerlessToken = "2222222222222222222222222222222222222222";

    /// <summary>Of a member of the first organisation who may see its project and environment.</summary>
    public const string ViewerToken = "3333333333333333333333333333333333333333";

    /// <summary>Of the first administrator, and over.</summary>
    public const string ExpiredToken = "4444444444444444444444444444444444444444";

    /// <summary>Of the first administrator.</summary>
    public const string AdminToken = "5555555555555555555555555555555555555555";

    /// <summary>Of the person whom <see cref="ForgetfulUuid"/> names: the one of a mail.</summary>
    public const string ResetToken = "6666666666666666666666666666666666666666";

    /// <summary>Of an application that the first administrator let in.</summary>
    public const string AdminBearer = "7777777777777777777777777777777777777777777777777777777777777777";

    /// <summary>Of the same application, and over.</summary>
    public const string ExpiredBearer = "8888888888888888888888888888888888888888888888888888888888888888";

    /// <summary>Of an application that the neighbour's administrator let in.</summary>
    public const string StrangerBearer = "9999999999999999999999999999999999999999999999999999999999999999";

    /// <summary>Of an application of the one to whom nothing was granted.</summary>
    public const string PowerlessBearer = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    /// <summary>Belongs to no organisation, and asked for a new password.</summary>
    public static readonly Guid ForgetfulUuid = new("00000000-0000-4000-8000-000000000006");

    /// <summary>With the neighbour's master key.</summary>
    public static HttpClient NeighbourHttp(this GuidonProcess server)
    {
        var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Api-Key", ApiKey);
        return http;
    }

    public static async Task MoveInAsync(GuidonProcess stopped)
    {
        var (storage, secret) = await DataFolder.OpenAsync(stopped.Folder, stopped.Database, TimeProvider.System, NullLoggerFactory.Instance, default);
        await using (storage)
        {
            var uuids = new UuidSource(new Random(2));
            await storage.ControlPlane.WriteAsync(plane => Write(plane, secret, uuids, TimeProvider.System.GetUtcNow()), default);
        }
    }

    private static int Write(ControlPlane plane, InstallationSecret secret, UuidSource uuids, DateTimeOffset now)
    {
        var organisation = new Organisation { Uuid = uuids.Next(), Name = "Neighbour", CreatedAt = now };
        plane.Add(organisation);
        plane.SaveChanges();
        var project = new Project { Uuid = uuids.Next(), OrganisationId = organisation.Id, Name = "Next door", CreatedAt = now };
        plane.Add(project);
        plane.SaveChanges();
        var environment = new ProjectEnvironment
        {
            Uuid = uuids.Next(), ProjectId = project.Id, Name = "Development", ApiKey = ClientKey, CreatedAt = now, UpdatedAt = now.AddSeconds(-1),
        };
        plane.Add(environment);
        plane.SaveChanges();
        plane.Add(new ServerKey { EnvironmentId = environment.Id, Name = "Next door", KeyHash = secret.Hash(ServerKey), LastFour = "xxxx", CreatedAt = now });
        var owner = plane.Organisations.Single(each => each.Id != organisation.Id).Id;
        plane.Add(Key(organisation.Id, ApiKey));
        plane.Add(Key(owner, RevokedKey, revoked: true));
        plane.Add(Key(owner, ExpiredKey, expires: now.AddSeconds(-1)));
        plane.Add(Key(owner, PowerlessKey, isAdmin: false));
        var stranger = Person(organisation.Id, "stranger@example.org", OrganisationMember.Admin, StrangerToken);
        var powerless = Person(owner, "powerless@example.org", OrganisationMember.User, PowerlessToken);
        var viewer = Person(owner, "viewer@example.org", OrganisationMember.User, ViewerToken);
        plane.Add(new PermissionGrant { UserId = viewer, ProjectId = 1, Permissions = "VIEW_PROJECT" });
        plane.Add(new PermissionGrant { UserId = viewer, EnvironmentId = 1, Permissions = "VIEW_ENVIRONMENT" });
        var forgetful = new UserAccount { Uuid = ForgetfulUuid, Email = "forgetful@example.org", PasswordHash = "", CreatedAt = now };
        plane.Add(forgetful);
        plane.SaveChanges();
        plane.Add(new PasswordReset { UserId = forgetful.Id, TokenHash = secret.Hash(ResetToken), CreatedAt = now, ExpiresAt = now.AddHours(1) });
        var admin = plane.Users.Single(each => each.Email == "admin@example.org").Id;
        plane.Add(Token(admin, AdminToken, now.AddHours(1)));
        plane.Add(Token(admin, ExpiredToken, now.AddSeconds(-1)));
        LetIn(admin, AdminBearer, ExpiredBearer);
        LetIn(stranger, StrangerBearer);
        LetIn(powerless, PowerlessBearer);
        EnvironmentPublisher.Publish(plane, environment.Id, now);
        return environment.Id;

        MasterApiKey Key(int owned, string key, bool revoked = false, DateTimeOffset? expires = null, bool isAdmin = true) => new()
        {
            OrganisationId = owned, Name = key, Prefix = key, KeyHash = secret.Hash(key), CreatedAt = now, Revoked = revoked, ExpiresAt = expires, IsAdmin = isAdmin,
        };

        int Person(int owned, string email, string role, string token)
        {
            var user = new UserAccount { Uuid = uuids.Next(), Email = email, PasswordHash = "", CreatedAt = now };
            plane.Add(user);
            plane.SaveChanges();
            plane.Add(new OrganisationMember { OrganisationId = owned, UserId = user.Id, Role = role });
            plane.Add(Token(user.Id, token, now.AddHours(1)));
            return user.Id;
        }

        void LetIn(int user, string access, string? expired = null)
        {
            var consent = new Consent
            {
                UserId = user, ApplicationId = plane.Applications.Single().Id, Name = "Flagsmith CLI", Scope = "admin-api", RedirectUri = "http://127.0.0.1/callback",
                CodeHash = secret.Hash(access), ChallengeHash = "", CodeUsedAt = now, CreatedAt = now, EndsAt = now.AddHours(1),
            };
            plane.Add(consent);
            plane.SaveChanges();
            plane.Add(new AccessToken { ConsentId = consent.Id, TokenHash = secret.Hash(access), ExpiresAt = now.AddHours(1) });
            if (expired is not null) plane.Add(new AccessToken { ConsentId = consent.Id, TokenHash = secret.Hash(expired), ExpiresAt = now.AddSeconds(-1) });
        }

        UserToken Token(int user, string token, DateTimeOffset expires) => new() { UserId = user, KeyHash = secret.Hash(token), CreatedAt = now, ExpiresAt = expires };
    }
}
