using System.Collections.Immutable;
using Guidon.Server.Management;
using Guidon.Storage.Model;

namespace Guidon.Server.Tests.Management;

/// <summary>The one place that decides who may do what.</summary>
public sealed class CallerTests
{
    private static readonly Place s_organisation = new(1);
    private static readonly Place s_project = new(1, 10);
    private static readonly Place s_environment = new(1, 10, 100);

    [Fact]
    public void An_administrator_of_the_organisation_may_everything_there_and_nothing_elsewhere()
    {
        var admin = Member(isAdmin: true);
        foreach (var permission in All()) Assert.True(admin.May(permission, s_environment) && !admin.May(permission, new Place(2, 20, 200)), permission.Key);
    }

    [Fact]
    public void A_member_without_grants_sees_the_organisation_and_no_more()
    {
        var member = Member();
        Assert.True(member.May(Permission.Member, s_organisation) && member.May(Permission.View, s_organisation));
        Assert.False(member.May(Permission.Admin, s_organisation));
        foreach (var permission in All()) Assert.False(member.May(permission, s_environment), permission.Key);
        Assert.False(member.May(Permission.View, s_project) || member.May(Permission.View, s_environment));
    }

    [Fact]
    public void A_grant_gives_what_it_names_where_it_was_given()
    {
        var member = Member(grants: new PermissionGrant { ProjectId = 10, Permissions = "VIEW_PROJECT CREATE_FEATURE" });
        Assert.True(member.May(ProjectPermission.CreateFeature, s_project) && member.May(Permission.View, s_project));
        Assert.False(member.May(ProjectPermission.DeleteFeature, s_project));
        Assert.False(member.May(ProjectPermission.CreateFeature, new Place(1, 11)));
        Assert.False(member.May(Permission.View, s_environment));   // an environment is shown by a grant of its own
        Assert.False(Member().May(ProjectPermission.CreateFeature, s_project));
    }

    [Fact]
    public void The_administrator_of_a_project_may_everything_in_it_and_its_environments()
    {
        var admin = Member(grants: new PermissionGrant { ProjectId = 10, Permissions = "", IsAdmin = true });
        foreach (var permission in ProjectPermission.All) Assert.True(admin.May(permission, s_project), permission.Key);
        foreach (var permission in EnvironmentPermission.All) Assert.True(admin.May(permission, s_environment), permission.Key);
        Assert.True(admin.May(Permission.Admin, s_environment));
        Assert.False(admin.May(Permission.Admin, s_organisation) || admin.May(OrganisationPermission.CreateProject, s_organisation));
        Assert.False(admin.May(EnvironmentPermission.View, new Place(1, 11, 101)));
    }

    [Fact]
    public void The_administrator_of_an_environment_has_nothing_in_the_project()
    {
        var admin = Member(grants: new PermissionGrant { EnvironmentId = 100, Permissions = "", IsAdmin = true });
        Assert.True(admin.May(Permission.Admin, s_environment) && admin.May(EnvironmentPermission.UpdateFeatureState, s_environment));
        Assert.False(admin.May(ProjectPermission.CreateFeature, s_environment) || admin.May(Permission.Admin, s_project));
    }

    [Fact]
    public void A_grant_for_an_organisation_one_is_not_a_member_of_gives_nothing() =>
        Assert.False(Member(grants: new PermissionGrant { ProjectId = 20, Permissions = "VIEW_PROJECT", IsAdmin = true }).May(Permission.View, new Place(2, 20)));

    private static IEnumerable<Permission> All() => [.. OrganisationPermission.All, .. ProjectPermission.All, .. EnvironmentPermission.All];

    private static Caller Member(bool isAdmin = false, params PermissionGrant[] grants) => new()
    {
        Name = "someone",
        Organisations = ImmutableSortedDictionary<int, bool>.Empty.Add(1, isAdmin),
        Grants = [.. grants],
    };
}
