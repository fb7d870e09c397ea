namespace Center.Domain.Access;

/// <summary>What somebody is to the centre. A role is always held within a <see cref="Scope"/>.</summary>
public enum Role
{
    /// <summary>Resident 居民: acts for himself or herself.</summary>
    Resident,

    /// <summary>Volunteer 志愿者: a resident who also gives time.</summary>
    Volunteer,

    /// <summary>Organiser 组织者: acts for an organisation.</summary>
    Organiser,

    /// <summary>An application that acts for many residents.</summary>
    Client,

    /// <summary>Steward 前台: the front desk.</summary>
    Steward,

    /// <summary>Coordinator 志愿服务协调员: records and credits volunteers' time.</summary>
    Coordinator,

    /// <summary>Manager 负责人: rules, rooms, keys of the centre.</summary>
    Manager,

    /// <summary>District office 区: reads figures.</summary>
    District,

    /// <summary>Auditor 审计: reads all but personal data, which are shown person by person for a reason; writes only samples and findings.</summary>
    Auditor,

    /// <summary>A kiosk, scanner or wall screen.</summary>
    Device,

    /// <summary>Administrator 系统管理员: everything, other administrators included.</summary>
    Admin,
}
